"""Stories that are not in Dutch: whole texts, neutral about who it is, by language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ForeignStory:
    """A text in one language about one form of exploitation; `own` when the victim writes it."""

    language: str
    theme: str
    own: bool
    text: str


FOREIGN: tuple[ForeignStory, ...] = (
    ForeignStory(
        "en", "labour", False,
        "I deliver goods to a farm. The people there work every day, even Sunday, and the boss keeps the "
        "passports. They asked me not to tell anyone.",
    ),
    ForeignStory(
        "en", "labour", True,
        "I came here for work in a kitchen. I work fourteen hours and he says I still have to pay for the ticket. "
        "I sleep in the store room. Please do not call me.",
    ),
    ForeignStory(
        "en", "labour", False,
        "The nail studio I go to: nobody there gets a day off, they live above the shop and somebody always "
        "listens when we talk.",
    ),
    ForeignStory(
        "en", "sexual", False,
        "I study here and someone in my building is brought to other flats at night. There was a promise of a "
        "job. I think there is a debt.",
    ),
    ForeignStory(
        "en", "sexual", True,
        "I do not know where to start. He says I owe him money and every week it is more. I can not go home.",
    ),
    ForeignStory(
        "en", "criminal", False,
        "Somebody I know had to open a bank account and give the card away. Now there are threats. What can we do?",
    ),
    ForeignStory(
        "en", "unknown", False,
        "I clean in a hotel. There is a guest who never leaves the room and another person answers all the "
        "questions.",
    ),
    ForeignStory(
        "pl", "labour", True,
        "Pracuję tutaj od kilku miesięcy, po dwanaście godzin dziennie. Szef ma mój paszport i nie wypłaca całej "
        "pensji. Mieszkamy w przyczepie. Proszę o pomoc.",
    ),
    ForeignStory(
        "pl", "labour", False,
        "U nas w pracy ludzie boją się coś powiedzieć. Kto narzeka, traci pracę i mieszkanie tego samego dnia.",
    ),
    ForeignStory(
        "pl", "sexual", False,
        "Znam osobę, której obiecano pracę w sklepie. Teraz ktoś zabiera jej wszystkie pieniądze i nie wolno jej "
        "wychodzić.",
    ),
    ForeignStory(
        "ro", "sexual", False,
        "Cunosc pe cineva adus aici pentru un loc de muncă. Acum trebuie să dea toți banii și nu are acte.",
    ),
    ForeignStory(
        "ro", "labour", True,
        "Lucrez la o fermă, în fiecare zi. Nu am contract și banii nu ajung niciodată la mine. Actele sunt la șef.",
    ),
    ForeignStory(
        "ar", "labour", False,
        "أعرف شخصاً يعمل كل يوم من الصباح حتى الليل ولا يحصل على أجره. صاحب العمل يحتفظ بالجواز. أرجو المساعدة.",
    ),
    ForeignStory(
        "ar", "unknown", True,
        "أعيش في بيت لا أستطيع الخروج منه وحدي. لا أعرف إلى من أذهب. أرجو ألا تتصلوا بي.",
    ),
    ForeignStory(
        "ar", "sexual", False,
        "هناك شخص أعرفه تحت التهديد بسبب صور، ويجب أن يدفع المال كل أسبوع. نحن خائفون.",
    ),
    ForeignStory(
        "es", "sexual", False,
        "Conozco a una persona que vino con la promesa de un trabajo. Ahora cambia de casa cada semana y no tiene "
        "su pasaporte.",
    ),
    ForeignStory(
        "es", "labour", True,
        "Trabajo limpiando casas y vivo donde trabajo. No tengo llave ni contrato, y me dicen que debo el viaje.",
    ),
    ForeignStory(
        "uk", "labour", False,
        "Люди на нашій роботі бояться говорити. Документи у начальника, платять лише частину, живемо всі в одній "
        "кімнаті.",
    ),
    ForeignStory(
        "uk", "criminal", False,
        "Мій знайомий мусив відкрити рахунок і віддати картку. Тепер йому погрожують.",
    ),
)  # fmt: skip

# Which origins write which language, when they do not write Dutch; others write English.
LANGUAGE_OF: dict[str, str] = {
    "polish": "pl", "romanian": "ro", "syrian": "ar", "moroccan": "ar", "ukrainian": "uk",
}  # fmt: skip
