"""Invented people: names, addresses and telephones that belong to nobody.

Every name is made from its index by remainders. The pools' lengths share no factor, so within a country no two
indexes below the limit share both surnames, nor a given name and a first surname; and no surname is in both pools of
a country, so that turned-round surnames cannot make two people look like one.
"""

import unicodedata

LIMITS = {"MX": 1_000, "CL": 130, "CO": 130}  # indexes below these are promised to be distinct people
STAFF_FROM = {"MX": 900, "CL": 100, "CO": 100}  # participants take the indexes below, the team those from here on

_WOMEN = """Ana María|Guadalupe|Verónica|Lucía|Rosa Elena|Jimena|Beatriz|Ximena|Leticia|María José|Itzel|Norma|
Yolanda|Sofía|Elvira|Marisol|Nayeli|Concepción|Araceli|Daniela|Graciela|Inés|Esperanza|Citlali|Mónica|Luz Aurora|
Patricia|Renata|Silvia|Begoña|Alma Delia|Catalina|Rocío|Fabiola|Irma|Paulina|Martha Isela|Teresa|Violeta|
Dulce María|Ofelia|Carolina|Noemí|Eréndira|Magdalena|Sonia|Amalia"""
_MEN = """José Luis|Tomás|Raúl|Jesús Adrián|Héctor|Emiliano|Óscar|Miguel Ángel|Rubén|Joaquín|Arturo|Saúl|
Juan Manuel|Iván|Ernesto|Rogelio|Andrés|César|Luis Alberto|Moisés|Fermín|Gerardo|Ramón|Nicolás|Efraín|Hugo|
Marco Antonio|Ulises|Germán|Abelardo|Julián|Cuauhtémoc|Rodrigo|Isaías|Pablo|Víctor Hugo|Sergio|Baltazar|Leonel|
Fausto|Ángel|Mauricio|Édgar|Salvador|Tonatiuh|Bernardo|Octavio"""
_EITHER = """Trinidad|Cruz|Refugio|Guadalupe Alexis|Rosario|Ariel|Asunción|Noé Alexis|Dominique|Sol|Ángeles|
Santos|Yunuén|Jael|Eliot|Dayan|Alexis|Inti|Denis|Amari|Nieves|Paz|René"""
_FIRST = """García|Hernández|Martínez|López|Núñez|Ramírez|Flores|Chávez|Domínguez|Ibarra|Castañeda|Robles|Ochoa|
Medina|Valenzuela|Treviño|Cisneros|Quiñones|Ponce de León|Vázquez|Salazar|Meléndez|Arriaga|Bañuelos|Cervantes|
Durán|Escobedo|Fuentes|Gallegos|Huerta|Íñiguez|Juárez|Leyva|Macías|Navarro|Olvera|Palacios|Quezada|Rentería|
Sandoval|Tapia|Urrutia|Villaseñor|Yáñez|Zúñiga|Aguirre|Bermúdez|Calderón|De la Cruz|Espinoza|Félix|Godínez|
Hurtado|Islas|Jaramillo|Lozano|Mijangos|Nava|Ordaz|Paredes|Reséndiz"""
_SECOND = """Acosta|Alcántara|Alvarado|Amézquita|Anguiano|Arce|Ávila|Balderas|Barragán|Becerra|Bravo|Cabrera|
Camacho|Canul|Cárdenas|Carrillo|Castro|Cázares|Chan|Colín|Corona|Covarrubias|Cuevas|Delgado|Elizondo|Enríquez|
Estrada|Farías|Figueroa|Galindo|Gaytán|Granados|Guerrero|Ibáñez|Jasso|Lara|Ledezma|Limón|Lugo|Madrigal|Magaña|
Maldonado|Márquez|Mejía|Mondragón|Montaño|Mora|Moreno|Murillo|Nájera|Nieto|Ocampo|Orozco|Osorio|Pacheco|Padilla|
Peña|Pineda|Quintero|Rangel|Rivas|Rosales|Saldaña|Solís|Tovar|Ureña|Zavala"""

_WOMEN_CL = """María Angélica|Pamela|Ximena Andrea|Elba|Carmen Gloria|Jocelyn|Verónica del Pilar|Ingrid|Marcela|
Nelly|Sandra|Yasna|Fresia"""
_MEN_CL = (
    "Cristián|Luis Hernán|Patricio|Jaime|Osvaldo|Claudio|Juan Carlos|Nelson|Marcelo|Waldo|Hernán|Rigoberto|Sebastián"
)
_EITHER_CL = "Andrea|Rosario Paz|Ariel Sol|Camilo Alexis|Jael Paz|Noa|Amaru"
_FIRST_CL = """Rojas|Cortés|Araya|Pizarro|Muñoz|Castillo|Contreras|Godoy|Olivares|Véliz|Barraza|Tabilo|Carvajal|
Zepeda|Alfaro|Bugueño|Milla"""
_SECOND_CL = """Aguilera|Ardiles|Collao|Díaz|Espejo|Gahona|Henríquez|Iriarte|Ledezma|Marín|Ossandón|Peñailillo|
Ramos|Segovia|Toro|Urquieta|Varas|Villalobos|Yáñez"""

_WOMEN_CO = """Luz Marina|Gloria Inés|Astrid|Doralba|Beatriz Elena|Yuliana|Marleny|Ángela María|Dora Lucía|Nubia|
Sor Milena|Claudia Patricia|Valentina"""
_MEN_CO = """Jhon Jairo|Carlos Mario|Hernán Darío|Wílmar|Álvaro|Juan Esteban|Gildardo|Jorge Iván|Fabio|
Óscar Darío|Luis Fernando|Yeison|Rodrigo Alonso"""
_EITHER_CO = "Alexis|Ariel|Yeimar|Sol Ángel|Darly|Jade|Noa Isabel"
_FIRST_CO = """Restrepo|Londoño|Gaviria|Zuluaga|Betancur|Álzate|Ospina|Muñetón|Hincapié|Cadavid|Arbeláez|Quiceno|
Marulanda|Giraldo|Echeverri|Tobón|Vanegas"""
_SECOND_CO = """Arango|Bedoya|Ceballos|Correa|Duque|Foronda|Gil|Henao|Isaza|Jiménez|Loaiza|Mesa|Noreña|Pérez|
Rendón|Sepúlveda|Tamayo|Uribe|Yepes"""


def _pool(words: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in words.split("|"))


_GIVEN = {
    "MX": {"woman": _pool(_WOMEN), "man": _pool(_MEN), "other": _pool(_EITHER)},
    "CL": {"woman": _pool(_WOMEN_CL), "man": _pool(_MEN_CL), "other": _pool(_EITHER_CL)},
    "CO": {"woman": _pool(_WOMEN_CO), "man": _pool(_MEN_CO), "other": _pool(_EITHER_CO)},
}
_SURNAMES = {
    "MX": (_pool(_FIRST), _pool(_SECOND)),
    "CL": (_pool(_FIRST_CL), _pool(_SECOND_CL)),
    "CO": (_pool(_FIRST_CO), _pool(_SECOND_CO)),
}
_PHONES = {"MX": "+52 55", "CL": "+56 9", "CO": "+57 300"}


def person_name(index: int, sex: str, country: str = "MX") -> tuple[str, str, str]:
    """The given names and both surnames of this index: always the same.

    `sex` is woman or man; anything else draws from names that fit everybody. Distinct people for
    indexes below LIMITS[country].
    """
    given = _GIVEN[country].get(sex) or _GIVEN[country]["other"]
    first, second = _SURNAMES[country]
    return given[index % len(given)], first[index % len(first)], second[index % len(second)]


def folded(text: str) -> str:
    """Lower case without accents; ñ becomes n."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def email(given: str, surname: str, index: int) -> str:
    """`nombre.apellido.NN@correo.example`, an address nobody can receive."""
    local = ".".join(folded(part).split()[0] for part in (given, surname))
    return f"{local}.{index:02d}@correo.example"


def phone(index: int, country: str = "MX") -> str:
    """A number nobody has: +52 55 0000 0001, +56 9 0000 0001, +57 300 000 0001 for index 1. `index` below 10,000."""
    zeros = "000" if country == "CO" else "0000"
    return f"{_PHONES[country]} {zeros} {index:04d}"
