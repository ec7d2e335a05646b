"""Words of names as Latin American registers write them: short forms, particles, names too well known to be typos."""

# fmt: off
SHORT_FORMS = {
    "ma": "maria", "gpe": "guadalupe", "fco": "francisco", "fca": "francisca", "ant": "antonio", "jse": "jose",
    "hdez": "hernandez", "hdz": "hernandez", "fdez": "fernandez", "fdz": "fernandez", "glez": "gonzalez",
    "gzlez": "gonzalez", "gzz": "gonzalez", "mtz": "martinez", "mtnez": "martinez", "rdz": "rodriguez",
    "rdguez": "rodriguez", "rguez": "rodriguez", "lpz": "lopez", "schz": "sanchez",
    "dguez": "dominguez", "dmgz": "dominguez", "jmz": "jimenez", "jmnz": "jimenez", "vzqz": "vazquez",
    "alvz": "alvarez",
    "lupita": "guadalupe", "lupe": "guadalupe", "pepe": "jose", "paco": "francisco", "pancho": "francisco",
    "nacho": "ignacio", "memo": "guillermo", "lalo": "eduardo", "tere": "teresa", "paty": "patricia",
    "pati": "patricia", "gaby": "gabriela", "toño": "antonio", "concha": "concepcion", "conchita": "concepcion",
    "chucho": "jesus", "quique": "enrique", "kike": "enrique", "mony": "monica", "susy": "susana", "vero": "veronica",
    "javi": "javier", "tono": "antonio", "alex": "alejandro", "chayo": "rosario", "charo": "rosario",
}
PARTICLES = {"de", "del", "la", "las", "los", "el", "y", "e", "d", "da", "das", "do", "dos", "di", "von", "van", "vda"}
# Two of these that differ are two names, however close their letters: Marta is not María, nor Hernández Fernández.
_WELL_KNOWN = """
 adela adelina adolfo adrian adriana agustin agustina aida alba alberto alejandra alejandro alfonso alfredo alicia alma
 alonso alvaro amalia amelia amparo ana andrea andres angel angela angelica anibal antonia antonio araceli armando
 arturo aurora beatriz benito berta blanca bruno camila camilo carla carlos carmela carmen carolina catalina cecilia
 celia cesar clara claudia claudio concepcion consuelo cristian cristina damian daniel daniela dario david delia diana
 diego dolores edgar edith eduardo elena elisa eliseo elsa elvira emilia emilio emma enrique erika ernesto esteban
 estela ester eugenia eugenio eva evelyn fabian fabiola fatima federico felipe felix fermin fernanda fernando fidel
 flor francisca francisco gabriel gabriela genaro gerardo german gilberto gloria gonzalo graciela gregorio guadalupe
 guillermo gustavo hector herminia hilda hugo ignacio imelda ines irene iris irma isaac isabel isabela ismael israel
 ivan jacinto jaime javier jesus joaquin joel jorge jose josefa josefina juan juana julia julian juliana julieta julio
 karen karina karla laura leandro leonardo leonor leticia lidia liliana lorena lorenzo lourdes lucas lucia luciana
 luciano lucio luis luisa luz magdalena manuel manuela marcela marcelo marcia marco marcos margarita maria mariana
 mariano maribel mariela marina mario marisol marta martha martin martina mateo matias matilde mauricio maximo mayra
 melisa mercedes micaela miguel miriam moises monica nancy natalia nelson nestor nicolas noe noemi nora norma octavio
 ofelia olga oliva olivia omar oscar pablo paloma pamela paola patricia patricio paula paulina pedro pilar rafael ramiro
 ramon raquel raul rebeca regina reina renata ricardo rita roberto rocio rodolfo rodrigo rogelio roman rosa rosalia
 rosario rosaura ruben ruth salvador samuel sandra santiago sara saul sebastian sergio silvia simon sofia soledad sonia
 susana tania teodoro teresa tomas valentin valentina valeria vanesa vera veronica vicente victor victoria violeta
 virginia ximena yolanda
 abad acosta acuna aguilar aguirre alarcon alfaro almeida alvarado alvarez amaya anaya andrade aquino aranda araya arce
 arias arroyo avila ayala baez barrera barrios bautista becerra benitez bermudez blanco bravo bustos caballero cabrera
 calderon camacho campos cano cardenas cardona carrasco carrera carrillo castaneda castano castellanos castillo castro
 cervantes chavez cisneros collado colon contreras cordero cordova corona corral correa cortes cortez cruz cuevas
 delgado diaz dominguez duarte duran echeverria enriquez escobar escobedo espinosa espinoza esquivel estrada farias
 fernandez figueroa flores fuentes galindo gallardo gallego gallegos galvan gamboa garay garcia garza gil giraldo godoy
 gomez gonzalez granados guerra guerrero gutierrez guzman henriquez heredia hernandez herrera hidalgo huerta hurtado
 ibarra iglesias jara jaramillo jimenez juarez lara leal leon lira lobo londono lopez lozano luna machado macias
 maldonado manzano marin marquez martinez mata maya medina mejia melendez mena mendez mendoza mercado mesa meza miranda
 molina montano montero montes montoya mora morales moreno moran morin moya muniz munoz murillo najera nava navarro
 nieto nunez ocampo ochoa ojeda olivares olvera orellana orozco ortega ortiz osorio otero pacheco padilla palacios parra
 pardo paredes pascual paz pena peralta perea pereira perez pineda pinto pizarro ponce prado prieto quezada quintana
 quintero quiroga ramirez ramos rangel reyes reyna rico rincon rios rivas rivera robledo robles rocha rodas rodriguez
 rojas roldan romero romo rosales rosas rubio ruiz saavedra saenz salas salazar salcedo saldana salgado salinas sanchez
 sandoval santana santos segura sepulveda serna serrano sierra silva solano solis solorzano sosa soto suarez tapia
 tejada tejeda tellez toledo toro torres trejo trevino trujillo uribe urrutia valdes valdez valencia valenzuela
 valle vallejo vargas varela vasquez vazquez vega velasco velez velasquez velazquez venegas vergara vidal vieira viera
 villa villalobos villanueva villegas yanez zamora zapata zarate zavala zuniga
"""
# fmt: on
WELL_KNOWN = frozenset(_WELL_KNOWN.split())
