"""Names as they are heard in the Netherlands in 2025, by origin, with the nationalities that go with them."""

from dataclasses import dataclass
from random import Random

# Family names of the Netherlands with rough weights: (prefix, name, weight).
_DUTCH: tuple[tuple[str, str, int], ...] = (
    ("de", "Jong", 8), ("", "Jansen", 7), ("de", "Vries", 7), ("van den", "Berg", 6), ("van", "Dijk", 6),
    ("", "Bakker", 6), ("", "Janssen", 5), ("", "Visser", 5), ("", "Smit", 4), ("", "Meijer", 4), ("de", "Boer", 4),
    ("", "Mulder", 4), ("de", "Groot", 4), ("", "Bos", 4), ("", "Hendriks", 3), ("", "Dekker", 3),
    ("van", "Leeuwen", 3), ("", "Brouwer", 3), ("de", "Wit", 2), ("", "Dijkstra", 2), ("", "Smits", 2),
    ("van der", "Meer", 2), ("van der", "Linden", 2), ("van den", "Heuvel", 2), ("van den", "Broek", 2),
    ("van der", "Veen", 2), ("de", "Bruijn", 2), ("", "Schouten", 2), ("van der", "Heijden", 2), ("", "Koster", 2),
    ("", "Huisman", 1), ("", "Kuipers", 1), ("van der", "Wal", 1), ("van den", "Brink", 1), ("", "Scholten", 1),
    ("", "Gerritsen", 1), ("van de", "Ven", 1), ("van der", "Laan", 1), ("", "Wolters", 1), ("", "Nijhuis", 2),
    ("", "Oude Nijhuis", 1), ("", "Wolterink", 1), ("ter", "Beek", 1), ("ter", "Horst", 1), ("ten", "Cate", 1),
    ("ten", "Brinke", 1), ("te", "Riele", 1), ("'t", "Hart", 1), ("'t", "Hoen", 1), ("", "Kamphuis", 1),
    ("", "Bruggink", 1), ("", "Haarhuis", 1), ("", "Veldhuis", 1), ("op den", "Dries", 1), ("", "Olde Monnikhof", 1),
    ("", "Morsink", 1), ("", "Leferink", 1), ("in 't", "Veld", 1),
)  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """Names that go together: `family` may differ for women and men ("Kowalska Kowalski" pairs as "a/o")."""

    name: str
    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]
    nationalities: tuple[tuple[str, int], ...]


def _origin(name: str, weight: int, *words: str) -> Origin:
    """An origin from women's, men's and family names and nationalities ("PL:9 NL:1"), each between spaces.

    An underscore is a space inside a name.
    """
    women, men, family, nationalities = words
    shares = tuple((code, int(share)) for code, share in (word.split(":") for word in nationalities.split()))
    names = [tuple(name.replace("_", " ") for name in listed.split()) for listed in (women, men, family)]
    return Origin(name, weight, names[0], names[1], names[2], shares)


ORIGINS: tuple[Origin, ...] = (
    _origin(
        "dutch", 40,
        "Sanne Lisa Anouk Femke Maaike Fleur Demi Kim Romy Sofie Noa Esmée Zoë Britt Iris Marloes Janneke Isa Loïs",
        "Daan Tim Sem Jeroen Bas Mike Kevin Ruben Thijs Jordy Lars Niels René Wesley Dennis Stijn Finn Joost Noud Luuk",
        "", "NL:1",
    ),
    _origin(
        "turkish", 9,
        "Fatma Elif Zeynep Ayşe Merve Büşra Esra Gül Hatice Şeyma",
        "Mehmet Emre Yusuf Mustafa Ömer Burak Çağlar Hüseyin Kaan Uğur",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Özdemir Koç", "NL:4 TR:1",
    ),
    _origin(
        "moroccan", 8,
        "Fatima Khadija Samira Naïma Salma Hafsa Soukaina Yasmina Imane Loubna",
        "Mohammed Youssef Ayoub Bilal Rachid Hamza Zakaria Soufiane Anouar Achraf",
        "El_Amrani Benali El_Idrissi Bouzidi Aït_Ouali El_Mansouri Ouali Chaoui Haddou Amghar", "NL:4 MA:1",
    ),
    _origin(
        "polish", 9,
        "Katarzyna Agnieszka Małgorzata Joanna Zuzanna Magdalena Beata Oliwia Łucja",
        "Piotr Krzysztof Michał Paweł Łukasz Tomasz Grzegorz Jakub Kamil Wojciech",
        "Kowalska/Kowalski Wiśniewska/Wiśniewski Nowak Wójcik Kamińska/Kamiński Zając Król Wróbel Mazur",
        "PL:9 NL:1",
    ),
    _origin(
        "romanian", 8,
        "Elena Andreea Ioana Mihaela Cristina Roxana Alexandra Daniela Bianca Ștefania",
        "Ionuț Andrei Mihai Florin Ștefan Cosmin Marius Vlad Răzvan Cătălin",
        "Popescu Ionescu Dumitru Stan Munteanu Rădulescu Ciobanu Lăcătuș Gheorghe Stănescu", "RO:1",
    ),
    _origin(
        "bulgarian", 5,
        "Desislava Ivanka Gergana Radka Stanka Viktoria Nadezhda Tsvetelina",
        "Georgi Dimitar Ivaylo Stoyan Plamen Hristo Asen Krasimir",
        "Ivanova/Ivanov Dimitrova/Dimitrov Georgieva/Georgiev Todorova/Todorov Angelova/Angelov Asenova/Asenov",
        "BG:9 TR:1",
    ),
    _origin(
        "hungarian", 4,
        "Zsófia Eszter Katalin Réka Tünde Ildikó Boglárka",
        "László Zoltán Gábor István Attila Bence Sándor",
        "Nagy Kovács Tóth Szabó Horváth Varga Kiss Lakatos Orsós", "HU:1",
    ),
    _origin(
        "ukrainian", 4,
        "Oksana Olena Iryna Kateryna Anastasiia Yuliia Solomiia",
        "Oleksandr Andrii Dmytro Serhii Mykola Taras Bohdan",
        "Shevchenko Kovalenko Bondarenko Melnyk Tkachenko Kravets Savchuk Polishchuk", "UA:1",
    ),
    _origin(
        "vietnamese", 3,
        "Thị_Linh Thị_Hương Thị_Mai Ngọc_Anh Thị_Thảo Phương",
        "Văn_Hùng Minh Quốc_Bảo Đức Văn_Nam Tuấn",
        "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng", "VN:1",
    ),
    _origin(
        "nigerian", 4,
        "Blessing Joy Favour Precious Osariemen Ngozi Adaeze Gift",
        "Emeka Chidi Osaze Tunde Kelechi Ikenna",
        "Osagie Okafor Eze Omoruyi Adeyemi Igbinedion Nwosu Aigbe", "NG:1",
    ),
    _origin(
        "syrian", 5,
        "Maryam Rasha Hala Nour Amina Layla Rima",
        "Ahmad Omar Khaled Mahmoud Yusuf Hasan Anas",
        "Haddad Al-Ahmad Khalil Al-Masri Darwish Hamdan Saleh", "SY:6 NL:1",
    ),
    _origin(
        "eritrean", 4,
        "Selam Semhar Rahwa Luwam Feven Helen Winta",
        "Filmon Yonas Robel Samuel Merhawi Kibrom Natnael",
        "Tesfay Gebremedhin Haile Tekle Mehari Berhane Weldegabriel", "ER:5 NL:1",
    ),
    _origin(
        "surinamese", 4,
        "Shanti Priya Chantal Naomi Shermaine Radha",
        "Ricardo Dwight Jerrel Vinay Raoul Clifton",
        "Ramdin Jagroep Pinas Bhagwandin Wijngaarde Sital Kartosen", "NL:5 SR:1",
    ),
    _origin(
        "chinese", 3,
        "Li Xiaomei Yan Jing Meiling Fang",
        "Wei Jun Hao Ming Lei Jian",
        "Wang Zhang Chen Liu Lin Huang Lü", "CN:4 NL:1",
    ),
    _origin(
        "brazilian", 3,
        "Júlia Letícia Tainá Luana Beatriz Flávia",
        "Thiago João Caíque Rafael Vinícius Luan",
        "da_Silva dos_Santos de_Souza Gonçalves Conceição Araújo Magalhães", "BR:4 PT:1",
    ),
    _origin(
        "filipino", 3,
        "Marisol Jocelyn Rosalie Maricel Angelica Liezel",
        "Rodel Jomar Arnel Rico Jayson Noel",
        "Dela_Cruz Reyes Santos Bautista Villanueva Peña Magbanua", "PH:1",
    ),
)  # fmt: skip

# Who is found where, more or less: what a sort of work multiplies an origin's weight with.
LEANINGS: dict[str, dict[str, float]] = {
    "labour": {
        "dutch": 0.1, "polish": 2.5, "romanian": 2.5, "bulgarian": 2.5, "vietnamese": 3, "chinese": 2, "filipino": 2.5,
        "surinamese": 0.2, "turkish": 0.5, "moroccan": 0.3,
    },
    "sexual": {"dutch": 1.2, "hungarian": 1.6, "nigerian": 1.4, "brazilian": 1.6, "chinese": 1.4},
    "criminal": {
        "dutch": 1.3, "moroccan": 1.3, "surinamese": 1.3, "vietnamese": 2, "filipino": 0, "brazilian": 0.4,
        "chinese": 0.3,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A full name: prefix and family name apart; and the nationality invented with it."""

    given: str
    prefix: str
    family: str
    nationality: str


def choose_origin(rng: Random, theme: str) -> Origin:
    """An origin by weight, leaning to what is seen in such a form of exploitation."""
    lean = LEANINGS.get(theme, {})
    return rng.choices(ORIGINS, [origin.weight * lean.get(origin.name, 1) for origin in ORIGINS])[0]


def origin_named(name: str) -> Origin:
    """The origin with that name; KeyError when there is none."""
    return {origin.name: origin for origin in ORIGINS}[name]


def invent_name(rng: Random, origin: Origin, gender: str) -> Name:
    """A name for somebody of that origin; people who are neither woman nor man get a name of either sort."""
    called_as = gender if gender in ("woman", "man") else rng.choice(["woman", "man"])
    given = rng.choice(origin.women if called_as == "woman" else origin.men)
    nationality = rng.choices([c for c, _ in origin.nationalities], [w for _, w in origin.nationalities])[0]
    if origin.name == "dutch":
        prefix, family, _ = rng.choices(_DUTCH, [weight for _, _, weight in _DUTCH])[0]
        return Name(given, prefix, family, nationality)
    family = rng.choice(origin.family)
    if "/" in family:
        family = family.split("/")[0 if called_as == "woman" else 1]
    return Name(given, "", family, nationality)
