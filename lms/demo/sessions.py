"""What happens in the rooms: the sessions of each programme, in order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoSession:
    """`outline` has one step a line; `venue` is blank online; `minutes` are planned; `year` 0: the cohort decides."""

    title: str
    outline: str
    modality: str  # in_person, online_live
    venue: str
    minutes: int
    year: int = 0


def _session(title: str, steps: tuple[str, ...], venue: str, minutes: int, year: int = 0) -> DemoSession:
    return DemoSession(title, "\n".join(steps), "in_person" if venue else "online_live", venue, minutes, year)


P9_DIRECTORS = (
    _session(
        "Arranque: qué problema vamos a atender",
        (
            "Presentación con objetos del municipio",
            "De la agenda a la política",
            "Frase de una página",
            "Acuerdos del grupo",
        ),
        "Casa de cultura de la ciudad sede, salón grande",
        240,
    ),
    _session(
        "Diagnósticos en la pared",
        ("Croquis de cada municipio", "Lectura en parejas", "Preguntas para volver a casa"),
        "Casa de cultura de la ciudad sede, patio",
        240,
    ),
    _session(
        "Presupuesto a dos voces",
        ("Direcciones y gestoras en mesas mixtas", "Revisión de un presupuesto real", "Tres versiones", "Preguntas"),
        "",
        240,
    ),
    _session(
        "Clínica de planes",
        ("Cada municipio muestra una página", "Comentarios con la regla de dos dudas y una idea", "Siguiente paso"),
        "",
        240,
    ),
    _session(
        "Cierre: presentar y devolver",
        ("Planes en la pared", "Compromisos entre municipios", "Evaluación y despedida"),
        "Biblioteca pública de la ciudad sede, sala de lectura",
        240,
    ),
)
P9_PRACTITIONERS = (
    _session(
        "Arranque: qué ofrecemos y a quién",
        ("Presentación en una frase", "La hoja de nueve cuadros", "Lo que no se vende", "Acuerdos del grupo"),
        "Casa de cultura de la ciudad sede, taller de artes",
        240,
    ),
    _session(
        "Números sin angustia",
        ("Costos de un caso real", "Punto de equilibrio en parejas", "Cuatro palancas"),
        "Casa de cultura de la ciudad sede, salón grande",
        240,
    ),
    P9_DIRECTORS[2],
    _session(
        "Consultorio de difusión y contratos",
        ("Prueba de los cinco segundos", "Un contrato leído con seis preguntas", "Dudas para una asesoría"),
        "",
        240,
    ),
    _session(
        "Cierre: muestra y tratos",
        ("Mesas de proyectos", "Ronda de encuentros breves", "Evaluación y despedida"),
        "Teatro municipal de la ciudad sede, vestíbulo",
        240,
    ),
)
COQUIMBO = (
    _session(
        "Acceso: ¿de quién es la cultura en el barrio?",
        ("Presentación de las juntas", "Mapa de lo que ya tenemos", "Reglas para conversar", "Primeros compromisos"),
        "Sede social del sector Sindempart",
        180,
        2014,
    ),
    _session(
        "Memoria e identidad de los cerros",
        (
            "Objetos y fotografías",
            "Relatos por sector",
            "Qué queremos que se sepa de nosotros",
            "Repaso de compromisos",
        ),
        "Sede social de la Parte Alta",
        180,
        2014,
    ),
    _session(
        "Los espacios que compartimos",
        ("Recorrido a pie", "Qué se abre, qué se cuida", "Conversación con el Departamento de Cultura", "Compromisos"),
        "Multicancha techada de la Parte Alta",
        180,
        2014,
    ),
    _session(
        "Arte y transformación: hablar de lo difícil",
        ("Acuerdo de conversación", "Consumo, estigma y cuidado", "Qué puede y qué no puede el arte", "Compromisos"),
        "Sede social de la Parte Alta",
        180,
        2015,
    ),
    _session(
        "Creadoras y creadores del barrio",
        ("Quién sabe hacer qué", "Mesas con artistas", "Talleres que podrían rotar", "Repaso de compromisos"),
        "Escuela básica del sector, comedor",
        180,
        2015,
    ),
    _session(
        "El plan conjunto",
        (
            "Tres rondas con la pared",
            "Calendario que no se cruza",
            "Firma y fecha de revisión",
            "Entrega de certificados",
        ),
        "Centro cultural de la comuna, salón principal",
        180,
        2015,
    ),
)
MEDELLIN = (
    _session(
        "Encuentro 1: participación y política pública",
        ("Dónde se decide", "Camino de una propuesta", "Lectura con resaltador", "Compromisos"),
        "Casa de la cultura de la comuna 12, auditorio",
        240,
        2016,
    ),
    _session(
        "Encuentro 2: la casa en orden",
        ("Los cinco cuadernos", "Actas y cargos", "Tecnología que se sostiene", "Compromisos"),
        "Sede comunal de la comuna 14, salón múltiple",
        240,
        2016,
    ),
    _session(
        "Encuentro 3: redes, alianzas e inclusión",
        ("Qué ponemos y qué necesitamos", "Género y discapacidad", "Empleabilidad desde el barrio", "Balance y cierre"),
        "Parque biblioteca de la zona, sala de reuniones",
        240,
        2016,
    ),
)

SESSIONS = {
    "P9-PCM": P9_DIRECTORS,
    "P9-GEP": P9_PRACTITIONERS,
    "CQB-SMB": COQUIMBO,
    "MED-FOS": MEDELLIN,
}
