"""Invented names as registers write them: (given names, first surname, second surname) twice, and whether they are one.

The second half are people who are easily taken for one another: brothers and sisters, namesakes by half, neighbours in
the alphabet.
"""


def _pair(line):
    one, other = line.split(" = ") if " = " in line else line.split(" ≠ ")
    return tuple(one.split("|")), tuple(other.split("|"))


_SAME = """
María Luisa|García|López = Ma. Luisa|García|López
María Luisa|García|López = Mª Luisa|García|López
María Luisa|García|López = M.ª Luisa|García|López
María Luisa|García|López = MARIA LUISA|GARCIA|LOPEZ
María Luisa|García|López = Luisa|García|López
María Luisa|García|López = María Luisa|García|
María Luisa|García|López = Ma Luisa|Garcia|
José Ángel|Núñez|Peña = Jose Angel|Nunez|Pena
José Ángel|Núñez|Peña = JOSE ANGEL|NUÑEZ|PEÑA
José Ángel|Núñez|Peña = Ángel|Núñez|Peña
José Ángel|Núñez|Peña = José A.|Núñez|Peña
José Ángel|Núñez|Peña = J. Ángel|Núñez|Peña
Ana|Pérez|Gómez = Pérez|Gómez|Ana
Ana|Pérez|Gómez = Gómez|Ana|Pérez
Ana|Pérez|Gómez = Pérez Gómez|Ana|
Ana|Pérez|Gómez = Ana|Pérez|
Ana|Pérez|Gómez = Ana|Peres|Gomes
Ana|Pérez|Gómez = Ana|Peréz|Goméz
Juan Carlos|Rodríguez|Vázquez = Juan Carlos|Rodrigues|Vasques
Juan Carlos|Rodríguez|Vázquez = Juan Carlos|Rodríguez|Vásquez
Juan Carlos|Rodríguez|Vázquez = Juan|Rodríguez|Vázquez
Juan Carlos|Rodríguez|Vázquez = Carlos|Rodríguez|Vázquez
Juan Carlos|Rodríguez|Vázquez = Juan Carlos|Rodríguez|
Juan Carlos|Rodríguez|Vázquez = Jaun Carlos|Rodríguez|Vázquez
Juan Carlos|Rodríguez|Vázquez = Juan Carlos|Rodirguez|Vázquez
Juan Carlos|Rodríguez|Vázquez = Juan Carlos|Rdz|Vázquez
Juan Carlos|Rodríguez|Vázquez = Rodríguez|Vázquez|Juan Carlos
Guadalupe|Hernández|Cruz = Gpe.|Hernández|Cruz
Guadalupe|Hernández|Cruz = Lupita|Hernández|Cruz
Guadalupe|Hernández|Cruz = Guadalupe|Hdez.|Cruz
Guadalupe|Hernández|Cruz = Guadalupe|Ernández|Cruz
Guadalupe|Hernández|Cruz = Guadalupe|Hernandes|Crus
Guadalupe|Hernández|Cruz = Guadalupe|Hernádez|Cruz
Guadalupe|Hernández|Cruz = María Guadalupe|Hernández|Cruz
Guadalupe|Hernández|Cruz = Guadalupe|Hernández|de la Cruz
Rosa Elena|de la Cruz|Martínez = Rosa Elena|Cruz|Martínez
Rosa Elena|de la Cruz|Martínez = Rosa Elena|De La Cruz|Mtz.
Rosa Elena|de la Cruz|Martínez = Rosa Elena|Delacruz|Martínez
Rosa Elena|de la Cruz|Martínez = Rosa Helena|de la Cruz|Martínez
Rosa Elena|de la Cruz|Martínez = Rosa|de la Cruz|Martínez
Rosa Elena|de la Cruz|Martínez = Elena|de la Cruz|
Rosa Elena|de la Cruz|Martínez = De la Cruz|Martínez|Rosa Elena
Francisco|González|del Río = Fco.|González|del Río
Francisco|González|del Río = Francisco|Gonzales|del Río
Francisco|González|del Río = Francisco|González|Río
Francisco|González|del Río = Francisco|Glez.|del Río
Francisco|González|del Río = Paco|González|del Río
Francisco|González|del Río = Francisco|Gonzáles|
Francisco|González|del Río = Fransisco|González|del Río
Verónica|Jiménez|Aguilar = Verónica|Giménez|Aguilar
Verónica|Jiménez|Aguilar = Verónica|Ximénez|Aguilar
Verónica|Jiménez|Aguilar = Beronica|Jiménez|Aguilar
Verónica|Jiménez|Aguilar = Veronica|Jimenes|Aguilar
Verónica|Jiménez|Aguilar = Verónica|Jiménez|Agilar
Verónica|Jiménez|Aguilar = Vero|Jiménez|Aguilar
Ximena|Zúñiga|Yáñez = Jimena|Zúñiga|Yáñez
Ximena|Zúñiga|Yáñez = Ximena|Suñiga|Yañes
Ximena|Zúñiga|Yáñez = Ximena|Zuniga|Yanez
Ximena|Zúñiga|Yáñez = Ximena|Zúñiga|
Guillermo|Castillo|Valle = Gillermo|Castillo|Valle
Guillermo|Castillo|Valle = Guiyermo|Castiyo|Baye
Guillermo|Castillo|Valle = Guillermo|Castilo|Valle
Guillermo|Castillo|Valle = Memo|Castillo|Valle
Luz Marina|Restrepo|Gaviria = Luzmarina|Restrepo|Gaviria
Luz Marina|Restrepo|Gaviria = Luz Marina|Restrepo|
Luz Marina|Restrepo|Gaviria = Luz Marina|Restrepo|Gabiria
Luz Marina|Restrepo|Gaviria = Luz Marina|Retrepo|Gaviria
Luz Marina|Restrepo|Gaviria = Marina|Restrepo|Gaviria
Luz Marina|Restrepo|Gaviria = Restrepo|Gaviria|Luz Marina
Ana María|Zuluaga|Hincapié = Anamaría|Zuluaga|Hincapié
Ana María|Zuluaga|Hincapié = Ana Ma.|Zuluaga|Hincapie
Ana María|Zuluaga|Hincapié = Ana|Zuluaga|Hincapié
Ana María|Zuluaga|Hincapié = Ana María|Suluaga|Hincapié
Ana María|Zuluaga|Hincapié = Ana María|Zuluaga|Hincapié Ríos
Jhon Jairo|Muñetón|Ospina = John Jairo|Muñetón|Ospina
Jhon Jairo|Muñetón|Ospina = Jon Jairo|Muneton|Ospina
Jhon Jairo|Muñetón|Ospina = Jhon Jairo|Muñetón|
Jhon Jairo|Muñetón|Ospina = Jhon Jayro|Muñetón|Ospina
Jhon Jairo|Muñetón|Ospina = Jairo|Muñetón|Ospina
Cristián|Peñailillo|Araya = Cristian|Penailillo|Araya
Cristián|Peñailillo|Araya = Christian|Peñailillo|Araya
Cristián|Peñailillo|Araya = Cristián|Peñaililo|Araya
Cristián|Peñailillo|Araya = Araya|Cristián|Peñailillo
Patricio|San Martín|Bugueño = Patricio|Sanmartín|Bugueño
Patricio|San Martín|Bugueño = Patricio|San Martin|
Patricio|San Martín|Bugueño = Patricio|San Martín|Buguño
Teresa de Jesús|Olvera|Nava = Teresa|Olvera|Nava
Teresa de Jesús|Olvera|Nava = Tere|Olvera|Nava
Teresa de Jesús|Olvera|Nava = Teresa de J.|Olvera|Nava
María del Carmen|Ruiz|Paz = Ma. del Carmen|Ruiz|Paz
María del Carmen|Ruiz|Paz = Ma del Carmen|Ruis|Pas
María del Carmen|Ruiz|Paz = Carmen|Ruiz|Paz
María del Carmen|Ruiz|Paz = María Carmen|Ruiz|
María del Carmen|Ruiz|Paz = Ruiz Paz|María del Carmen|
Óscar|Ibáñez|D'Angelo = Oscar|Ibanez|Dangelo
Óscar|Ibáñez|D'Angelo = Óscar|Ivañez|D'Angelo
Héctor|Quiñones|Ávila = Hector|Quinones|Avila
Héctor|Quiñones|Ávila = Éctor|Quiñones|Ávila
Héctor|Quiñones|Ávila = Héctor|Kiñones|Ávila
Héctor|Quiñones|Ávila = Héctor|Quiñonez|Ávila
Concepción|Mijangos|Leyva = Concha|Mijangos|Leyva
Concepción|Mijangos|Leyva = Concepsión|Mijangos|Leiva
Concepción|Mijangos|Leyva = Concepción|Mijango|Leyva
Nayeli|Villaseñor|Ordaz = Nayely|Villaseñor|Ordaz
Nayeli|Villaseñor|Ordaz = Nayeli|Villasenor|Ordas
Nayeli|Villaseñor|Ordaz = Nayelli|Villaseñor|
"""

_OTHERS = """
Luis|Pérez|Gómez ≠ Luisa|Pérez|Gómez
Daniel|Restrepo|Gaviria ≠ Daniela|Restrepo|Gaviria
Mario|Hernández|Cruz ≠ María|Hernández|Cruz
Fernando|Olvera|Nava ≠ Fernanda|Olvera|Nava
Julio|Araya|Rojas ≠ Julia|Araya|Rojas
Gabriel|Soto|Díaz ≠ Gabriela|Soto|Díaz
Marta|García|López ≠ María|García|López
Elena|García|López ≠ Elisa|García|López
Ana María|García|López ≠ Ana Luisa|García|López
María Fernanda|Ruiz|Paz ≠ María José|Ruiz|Paz
José Luis|Núñez|Peña ≠ José Ángel|Núñez|Peña
Juan Carlos|Rodríguez|Vázquez ≠ Juan Pablo|Rodríguez|Vázquez
Juan|Hernández|Soto ≠ Juan|Fernández|Soto
Rosa|Rojas|Vega ≠ Rosa|Rosas|Vega
Ana|García|López ≠ Ana|García|Pérez
Ana|García|López ≠ Ana|López|
Ana|García|López ≠ Eva|García|López
Pedro|Molina|Castro ≠ Pedro|Medina|Castro
Pedro|Molina|Castro ≠ Pablo|Molina|Castro
Carlos|Ramos|Díaz ≠ Carlos|Ríos|Díaz
Carmen|Vera|Lara ≠ Carmen|Vega|Lara
Carmen|Vera|Lara ≠ Carmen|Vera|Jara
Luz Marina|Restrepo|Gaviria ≠ Luz Elena|Restrepo|Gaviria
Luz Marina|Restrepo|Gaviria ≠ Luz Marina|Gaviria|
Jorge|Martínez|Luna ≠ Jorge|Martín|Luna
Jorge|Mora|Luna ≠ Jorge|Moya|Luna
Sofía|Castro|Mejía ≠ Sonia|Castro|Mejía
Andrea|Silva|Campos ≠ Andrés|Silva|Campos
Marina|Torres|Gil ≠ Mariana|Torres|Gil
Lucía|Torres|Gil ≠ Lucio|Torres|Gil
Lidia|Navarro|Ponce ≠ Lilia|Navarro|Ponce
Delia|Navarro|Ponce ≠ Celia|Navarro|Ponce
Raúl|Salas|Tapia ≠ Saúl|Salas|Tapia
Josefa|Salas|Tapia ≠ Josefina|Salas|Tapia
Nora|Salas|Tapia ≠ Norma|Salas|Tapia
Karla|Meza|Trejo ≠ Karina|Meza|Trejo
Alejandro|Duarte|Solís ≠ Alejandra|Duarte|Solís
Claudia|Duarte|Solís ≠ Claudio|Duarte|Solís
Guillermo|Castillo|Valle ≠ Gilberto|Castillo|Valle
Guadalupe|Hernández|Cruz ≠ Guadalupe|Hernández|Ruiz
Ximena|Zúñiga|Yáñez ≠ Xóchitl|Zúñiga|Yáñez
Ana|Pérez|Gómez ≠ Ana|Gómez|
Héctor|Quiñones|Ávila ≠ Víctor|Quiñones|Ávila
Leonor|Paredes|Canul ≠ Leonardo|Paredes|Canul
Jhon Jairo|Muñetón|Ospina ≠ Jhon Fredy|Muñetón|Ospina
Cristián|Godoy|Araya ≠ Cristina|Godoy|Araya
Manuel|Godoy|Araya ≠ Manuela|Godoy|Araya
Martín|Godoy|Araya ≠ Martina|Godoy|Araya
Emilia|Lagos|Vidal ≠ Amelia|Lagos|Vidal
Olivia|Lagos|Vidal ≠ Oliva|Lagos|Vidal
Ester|Lagos|Vidal ≠ Estela|Lagos|Vidal
Antonio|Lagos|Vidal ≠ Antonia|Lagos|Vidal
Francisco|González|del Río ≠ Francisca|González|del Río
Paulina|Ibarra|Cota ≠ Paula|Ibarra|Cota
Juana|Ibarra|Cota ≠ Juan|Ibarra|Cota
Irma|Ibarra|Cota ≠ Iris|Ibarra|Cota
Diego|Valdés|Mena ≠ Diego|Valle|Mena
Diego|Cano|Mena ≠ Diego|Lobo|Mena
Inés|Salazar|Mora ≠ Inés|Salas|Mora
Noé|Bravo|Prado ≠ Noemí|Bravo|Prado
Isabel|Bravo|Prado ≠ Maribel|Bravo|Prado
María|Bravo|Prado ≠ Ana|Bravo|Prado
Roberto|Bravo|Prado ≠ Rodrigo|Bravo|Prado
Verónica|Jiménez|Aguilar ≠ Virginia|Jiménez|Aguilar
"""

SAME = [_pair(line) for line in _SAME.strip().splitlines()]
OTHERS = [_pair(line) for line in _OTHERS.strip().splitlines()]
