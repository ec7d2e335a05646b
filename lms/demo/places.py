"""Where the demo happens: regions with real municipalities, and invented organisations in real neighbourhoods."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoRegion:
    """`municipalities` are official codes of the Mexican catalogue; the first hosts the sessions."""

    code: str
    name: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class DemoOrganisation:
    """`kind` and `place` are codes; `members` is what the organisation declares, 0 when it was not asked."""

    external_id: str
    name: str
    kind: str  # neighbourhood_council, jac, social_organisation
    place: str  # sector or commune
    members: int = 0


REGIONS = (
    DemoRegion("R1", "Noroeste", ("02003", "03001", "03009", "26019", "26036", "26003", "25013", "25009")),
    DemoRegion("R2", "Norte", ("08011", "08045", "08036", "08050", "08052", "10032", "10016", "10004")),
    DemoRegion("R3", "Noreste", ("05024", "05020", "05022", "05006", "19033", "19038", "28039", "28035")),
    DemoRegion("R4", "Occidente", ("14015", "14094", "14018", "06003", "18006", "18004", "16066", "16082")),
    DemoRegion("R5", "Bajío", ("11028", "11011", "01003", "22004", "22017", "24024", "32020", "32042")),
    DemoRegion("R6", "Centro", ("15110", "15052", "15088", "13030", "13084", "13029", "17020", "29013")),
    DemoRegion("R7", "Golfo", ("30038", "30178", "30092", "30032", "27005", "27016", "27017")),
    DemoRegion("R8", "Sur", ("12055", "12061", "12046", "21208", "21043", "20042", "20079", "20059")),
    DemoRegion("R9", "Sureste", ("07019", "07027", "04001", "04004", "23002", "23010", "31040", "31089")),
)

COQUIMBO = "04102"
MEDELLIN = "05001"
SECTORS = (("SIN", "Sindempart"), ("PAL", "Parte Alta"))
COMMUNES = (
    ("01", "Popular"), ("02", "Santa Cruz"), ("03", "Manrique"), ("04", "Aranjuez"), ("05", "Castilla"),
    ("06", "Doce de Octubre"), ("07", "Robledo"), ("08", "Villa Hermosa"), ("09", "Buenos Aires"),
    ("10", "La Candelaria"), ("11", "Laureles-Estadio"), ("12", "La América"), ("13", "San Javier"),
    ("14", "El Poblado"), ("15", "Guayabal"), ("16", "Belén"),
)  # fmt: skip
CORREGIMIENTOS = (
    ("50", "San Sebastián de Palmitas"), ("60", "San Cristóbal"), ("70", "Altavista"), ("80", "San Antonio de Prado"),
    ("90", "Santa Elena"),
)  # fmt: skip

_SINDEMPART = (
    "Brisas del Pacífico",
    "Los Pimientos",
    "Vista al Puerto",
    "Nueva Esperanza",
    "Los Aromos",
    "La Herradura Oriente",
)
_PARTE_ALTA = (
    "El Mirador de la Bahía",
    "Escaleras del Puerto",
    "La Cantera Vieja",
    "Cerro Florido",
    "Faro y Caleta",
    "Los Balcones",
    "Villa Los Pescadores",
    "Quebrada Honda",
    "Pasaje Las Conchas",
    "Bandera del Cerro",
    "El Vigía",
    "Puerta del Mar",
    "San Pedro de los Cerros",
    "Las Terrazas de Coquimbo",
)
_JAC_12 = (
    "La América Central",
    "Ferrini Parte Baja",
    "Calasanz Los Guayacanes",
    "Los Pinos del Parque",
    "La Floresta Unida",
    "Santa Lucía La Loma",
    "El Danubio Sur",
    "Campo Alegre",
    "Santa Mónica Sector Uno",
    "Santa Mónica Sector Dos",
    "Barrio Cristóbal",
    "Simón Bolívar",
    "Santa Teresita",
    "Calasanz Parte Alta",
)
_SOCIAL_12 = (
    "Colectivo Tejiendo Cuadra",
    "Corporación Pasos y Palabras",
    "Grupo de Danza Raíz de Guayacán",
    "Huerta Comunitaria La Semilla",
    "Club Juvenil Cancha Abierta",
    "Asociación de Mujeres Hilo Firme",
    "Biblioteca Popular La Vecina",
    "Teatro de la Esquina Azul",
    "Fundación Manos de la América",
    "Mesa de Discapacidad Puerta Ancha",
    "Red de Cuidadoras Tinto y Abrazo",
    "Banda Escuela Viento del Occidente",
    "Colectivo Audiovisual Luz de Cuadra",
    "Club de Vida Años Dorados del Parque",
    "Corporación Recicla tu Loma",
    "Escuela de Ajedrez Jaque al Barrio",
    "Colectivo Muralista Pared Viva",
    "Asociación Comedor Olla Común",
)
_JAC_14 = (
    "El Garabato",
    "La Chacona",
    "Manila Barrio Vivo",
    "Astorga",
    "Patio Bonito",
    "Las Lomas Número Uno",
    "Los Naranjos",
    "Alejandría",
    "El Tesoro La Quebrada",
    "San Lucas",
    "Los Balsos Parte Alta",
)
_SOCIAL_14 = (
    "Corporación Memoria de Aná",
    "Grupo Coral Voces del Poblado",
    "Colectivo Caminantes de la Quebrada",
    "Fundación Acueducto Vivo",
    "Asociación de Artesanas La Ceiba",
    "Club Deportivo Loma y Balón",
    "Teatro El Guadual",
    "Huerta Las Tres Terrazas",
    "Red de Mujeres Poblado Diverso",
    "Grupo Juvenil Verde Loma",
    "Corporación Abrir la Puerta",
    "Colectivo Fotografía de a Pie",
    "Club de Vida Amanecer Sereno",
    "Asociación de Recicladores Buen Camino",
    "Escuela de Música La Tonada",
    "Biblioteca Comunitaria Hojas Sueltas",
    "Fundación Empleo con Sentido",
    "Colectivo Danza Sin Barreras",
    "Mesa Ambiental Aguas Claras",
)

COUNCILS = tuple(
    DemoOrganisation(f"CQB-{number:02d}", f"Junta de Vecinos {name}", "neighbourhood_council", sector)
    for number, (name, sector) in enumerate(
        [*((name, "SIN") for name in _SINDEMPART), *((name, "PAL") for name in _PARTE_ALTA)], start=1
    )
)


def _medellin() -> tuple[DemoOrganisation, ...]:
    """The 62 organisations: commune 12 then 14, JAC first. The first 40 declare 36 members, the other 22 declare 35."""
    groups = [
        *((f"JAC {name}", "jac", "12") for name in _JAC_12),
        *((name, "social_organisation", "12") for name in _SOCIAL_12),
        *((f"JAC {name}", "jac", "14") for name in _JAC_14),
        *((name, "social_organisation", "14") for name in _SOCIAL_14),
    ]
    return tuple(
        DemoOrganisation(f"MED-{number:02d}", name, kind, commune, 36 if number <= 40 else 35)
        for number, (name, kind, commune) in enumerate(groups, start=1)
    )


MEDELLIN_ORGANISATIONS = _medellin()
