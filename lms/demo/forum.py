"""Four conversations that the demo's board starts with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoTopic:
    """`first` opens the topic; `replies` follow in order. Plain text, paragraphs separated by a blank line."""

    title: str
    first: str
    replies: tuple[str, ...]


TOPICS = (
    DemoTopic(
        "¿Cómo leen una convocatoria antes de decidir si participan?",
        "Me llegó una convocatoria estatal y ya perdí dos tardes tratando de entenderla. Somos tres en la oficina "
        "y no podemos meternos a todas."
        "\n\n¿Qué revisan primero para saber si vale la pena?",
        (
            "Yo empiezo por el final: qué hay que comprobar y en qué fecha. Si el informe cae en plena feria "
            "patronal, la dejamos pasar.",
            "Nosotras tenemos una hoja con cinco preguntas: quién puede participar, qué gastos no pagan, cuándo "
            "cierra, cómo califican y cuándo llega el dinero. Si dos quedan en blanco, llamamos antes de escribir "
            "una sola línea.",
            "Sumo otra: ¿ya tenemos el proyecto o lo vamos a inventar para la convocatoria? Cuando lo inventamos, "
            "se nota.",
            "Gracias. La llevé el lunes a la oficina y en veinte minutos decidimos no entrar. Nunca me había "
            "alegrado tanto un no.",
        ),
    ),
    DemoTopic(
        "Busco un modelo de contrato sencillo para músicos",
        "Siempre contratamos de palabra y el mes pasado un grupo canceló el mismo día. Quisiera una hoja clara "
        "que no espante a nadie.",
        (
            "La nuestra cabe en una página: quiénes, qué, cuánto y cuándo se paga, qué equipo pone cada parte, "
            "qué pasa si llueve y hasta qué día se puede cancelar sin costo. Lo leemos en voz alta antes de "
            "firmar.",
            "Pongan también el uso de las fotos y grabaciones. Nosotros lo acotamos: solo para difundir esa "
            "función y durante un año.",
            "Un consejo desde el otro lado, como músico: el anticipo es lo que más tranquilidad da. Con la mitad "
            "al confirmar, casi nadie cancela. Y que una abogada revise la plantilla una vez; después solo se "
            "cambian los datos.",
        ),
    ),
    DemoTopic(
        "Permiso para sonido en la calle: ¿con cuántos días lo piden?",
        "Vamos a hacer una tarde de son en una calle cerrada. Esperamos unas ciento cincuenta personas. ¿Qué les "
        "han pedido en su municipio?",
        (
            "Depende mucho de cada lugar, pregunta primero en ventanilla. A nosotros nos pidieron croquis, "
            "horario, responsable y un botiquín. Con quince días fue suficiente; con cinco, no.",
            "Además del permiso, avisen casa por casa con un volante que diga a qué hora termina y a quién "
            "llamar. Desde que lo hacemos no hemos tenido una sola queja. Y terminen a la hora que dijeron.",
        ),
    ),
    DemoTopic(
        "¿Cómo invitar a vecinas y vecinos que nunca vienen?",
        "En nuestra sede siempre somos los mismos ocho. Pegamos carteles, mandamos mensajes y nada. ¿Qué les ha "
        "funcionado?",
        (
            "Ir de a dos, casa por casa, y preguntar en lugar de anunciar: «¿qué le gustaría que pasara en la "
            "multicancha?». A quien opina le dan ganas de ver en qué queda.",
            "Cambiamos la hora y pusimos un rincón con colores para las niñas y los niños. Llegaron cinco mamás "
            "que nunca habían venido.",
            "Nosotros le pedimos a cada persona que traiga a una sola más. Y el tecito, siempre. La segunda vez "
            "fuimos diecinueve.",
        ),
    ),
)
