"""The mistakes people make when they write down somebody else's name, and guesses of an age."""

import re
import unicodedata
from random import Random

from schakel.methods.synthetic.margins import ADULTHOOD
from schakel.methods.synthetic.records import Person

# Spellings that are heard as the same name.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "Jansen": ("Janssen", "Janse"), "Janssen": ("Jansen", "Jansens"), "Vries": ("Fries",), "Meijer": ("Meyer", "Meier"),
    "Smit": ("Smid", "Smits"), "Smits": ("Smit",), "Dijk": ("Dyk", "Dijck"),
    "Dijkstra": ("Dykstra",), "Bruijn": ("Bruin",),
    "Heijden": ("Heiden", "Heyden"), "Kuipers": ("Kuiper",), "Hendriks": ("Hendrix", "Hendricks"),
    "Visser": ("Fisser",),
    "Bakker": ("Backer",), "Nijhuis": ("Nyhuis", "Niehuis"), "Scholten": ("Scholte",), "Koster": ("Coster",),
    "Mohammed": ("Muhammad", "Mohamed", "Mohammad"), "Youssef": ("Yousef", "Joesoef"), "Yusuf": ("Yousuf", "Jusuf"),
    "Fatima": ("Fatimah", "Fatema"), "Khadija": ("Kadija", "Hadija"), "Ahmad": ("Ahmed", "Achmed"), "Omar": ("Omer",),
    "Mahmoud": ("Mahmud",), "Maryam": ("Mariam", "Meryem"), "Rachid": ("Rashid",), "Soufiane": ("Sofian",),
    "Mehmet": ("Mehmed",), "Hüseyin": ("Husein", "Hussein"), "Ömer": ("Omer",), "Zeynep": ("Zainab", "Zeinep"),
    "Katarzyna": ("Katazyna", "Katharzyna"), "Krzysztof": ("Kristof", "Krzystof"), "Piotr": ("Pjotr",),
    "Małgorzata": ("Malgosata",), "Agnieszka": ("Agnieska",), "Wójcik": ("Wojcek",), "Kowalska": ("Kowalski",),
    "Desislava": ("Dessislava",), "Georgi": ("Georgy",), "Zsófia": ("Sofia",), "László": ("Lazlo",),
    "Nguyễn": ("Ngyuen", "Nguyen"), "Oleksandr": ("Aleksandr",), "Andrii": ("Andriy", "Andrei"), "Yuliia": ("Julia",),
    "Sofie": ("Sophie",), "Maaike": ("Maike",), "Thijs": ("Tijs",), "Lars": ("Larz",), "Kim": ("Kimm",),
    "Gebremedhin": ("Gebremedin", "Gebre Medhin"), "Tesfay": ("Tesfai",), "Yonas": ("Jonas",), "Samira": ("Semira",),
}  # fmt: skip

# Names in the script of the one who wrote them down.
_ARABIC: dict[str, str] = {
    "Maryam": "مريم", "Rasha": "رشا", "Hala": "هالة", "Nour": "نور", "Amina": "أمينة", "Layla": "ليلى", "Rima": "ريما",
    "Ahmad": "أحمد", "Omar": "عمر", "Khaled": "خالد", "Mahmoud": "محمود",
    "Yusuf": "يوسف", "Hasan": "حسن", "Anas": "أنس",
    "Haddad": "حداد", "Al-Ahmad": "الأحمد", "Khalil": "خليل", "Al-Masri": "المصري",
    "Darwish": "درويش", "Hamdan": "حمدان",
    "Saleh": "صالح", "Fatima": "فاطمة", "Khadija": "خديجة", "Samira": "سميرة", "Salma": "سلمى", "Hafsa": "حفصة",
    "Imane": "إيمان", "Mohammed": "محمد", "Youssef": "يوسف", "Ayoub": "أيوب", "Bilal": "بلال", "Rachid": "رشيد",
    "Hamza": "حمزة", "Zakaria": "زكرياء", "Benali": "بن علي", "El Amrani": "العمراني", "El Idrissi": "الإدريسي",
}  # fmt: skip

_WITHOUT_DECOMPOSITION = str.maketrans("ıłŁđĐøØ", "ilLdDoO")
# Letters that sound alike to a Dutch ear; the first letter of a name stays.
_SOUNDS = (
    ("th", "t"), ("ck", "k"), ("ss", "s"), ("nn", "n"), ("ll", "l"), ("mm", "m"), ("ij", "y"), ("ie", "i"),
    ("ou", "oe"),
    ("sz", "sj"), ("cz", "tsj"), ("ch", "g"), ("x", "ks"), ("y", "i"), ("c", "k"), ("z", "s"), ("u", "oe"), ("w", "v"),
)  # fmt: skip
_LETTER_PAIR = re.compile(r"[a-z]{2}")


def without_accents(text: str) -> str:
    """`text` as typed on a keyboard without accents."""
    decomposed = unicodedata.normalize("NFD", text.translate(_WITHOUT_DECOMPOSITION))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def swap_letters(rng: Random, text: str) -> str:
    """`text` with two neighbouring small letters swapped, if it has any."""
    spots = [match.start() for match in _LETTER_PAIR.finditer(text)]
    if not spots:
        return text
    at = rng.choice(spots)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def respell(rng: Random, name: str) -> str:
    """`name` as it was heard: a known other spelling, else without accents, by ear, or with a typing error."""
    if name in SPELLINGS:
        return rng.choice(SPELLINGS[name])
    plain = without_accents(name)
    if plain != name:
        return plain
    alike = [(sound, other) for sound, other in _SOUNDS if sound in name[1:]]
    if alike and rng.random() < 0.8:
        sound, other = rng.choice(alike)
        return name[0] + name[1:].replace(sound, other, 1)
    return swap_letters(rng, name) if len(name) > 4 and rng.random() < 0.5 else name


def written_names(rng: Random, person: Person, *, careful: bool) -> tuple[str, str, str]:
    """Given name, family name and nickname as one reporter writes them; '' where not said.

    A careful reporter (police, municipality, the person themselves) reads them from a document.
    """
    given, family = person.given_name, f"{person.prefix} {person.family_name}".strip()
    plain = without_accents(given), without_accents(family)
    if careful:
        return (given, family, "") if rng.random() < 0.75 else (*plain, "")
    if given in _ARABIC and rng.random() < 0.25:
        return _ARABIC[given], _ARABIC.get(person.family_name, ""), ""
    heard, nickname = respell(rng, given), person.nickname
    ways = (
        (12 if nickname else 0, ("", "", nickname)),
        (10, (heard, "", nickname)),
        (10 if person.prefix else 0, (given, person.family_name, "")),
        (14, (heard, family, "")),
        (16, (given, f"{person.prefix} {respell(rng, person.family_name)}".strip(), "")),
        (4, (family, given, "")),
        (8, (plain[0], plain[1].lower(), "")),
        (22, (given, family, "")),
    )
    return rng.choices([names for _, names in ways], [weight for weight, _ in ways])[0]


def guess_age(rng: Random, age: int) -> str:
    """A guess in words that lies near `age` (years) and on the same side of eighteen, two years' margin included."""
    if age < ADULTHOOD:
        middle = 12 if age < 13 else 15
        return rng.choice([f"ongeveer {middle}", f"een jaar of {middle}", f"rond de {middle}"])
    middle = max(20, 5 * round(age / 5))
    return rng.choice([f"ongeveer {middle}", f"een jaar of {middle}", f"rond de {middle}", f"{middle} misschien"])
