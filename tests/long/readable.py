"""Where a word that is typed may be read on a disk afterwards, and why."""

from schakel.core.region import load
from schakel.texts.catalogue import PAGES

# What is about the work and not about anybody, and is meant to be read: the classes public and organisational.
READABLE = {
    ("/publicaties/#/", "introduction"): "the published factsheet's introduction",
    ("/publicaties/#/", "correction"): "what changed in a published factsheet",
    ("/publicaties/#/", "achievements"): "what the centre did this year, published",
    **{
        (f"/teksten/{key}/{language}/{end}", name): "a text of the website, published, or on its way there"
        for key in PAGES
        for language in load("demo").languages
        for end, name in (("", "content"), ("publiceren/", "note"))
    },
    **{
        (page, name): "a standard text, about the work and about nobody"
        for page in ("/meldingen/standaardteksten/nieuw/", "/meldingen/standaardteksten/#/")
        for name in ("title", "body")
    },
    **{
        (page, name): "a sign that the centre adds to a list, about the work and about nobody"
        for page in ("/signalen/nieuw/", "/signalen/#/", "/signalen/#/gebruik/")
        for name in ("term", "explanation", "origin", "because")
    },
    **{
        (page, name): "a template of letters, about the work and about nobody"
        for page in ("/casussen/sjablonen/nieuw/", "/casussen/sjablonen/#/")
        for name in ("title", "body")
    },
    **{
        (page, name): "a campaign, about the work and about nobody"
        for page in ("/campagnes/nieuw/", "/campagnes/#/wijzigen/")
        for name in ("title", "goal", "audience", "channels", "materials", "cost", "headline", "call")
    },
    **{
        (page, name): "a mailing, about the work and about nobody"
        for page in ("/mailing/nieuw/", "/mailing/#/")
        for name in ("subject", "body")
    },
    **{
        (page, "name"): "the name of an organisation; how to reach it is encrypted"
        for page in ("/partners/nieuw/", "/partners/#/wijzigen/")
    },
    **{
        (page, name): "a training that the centre announces, about the work and about nobody"
        for page in (
            "/scholing/plannen/",
            "/scholing/plannen/?aanvraag",
            "/scholing/#/wijzigen/",
            "/scholing/elders/",
            "/scholing/#/verbeteren/",
        )
        for name in ("title", "about", "place", "link", "trainer", "organisation")
    },
    **{
        (page, name): "a kind of training as the website describes it"
        for page in ("/scholing/soorten/nieuw/", "/scholing/soorten/#/")
        for name in ("title", "goals", "afterwards", "statements", "material")
    },
    **{("/scholing/#/vervolg/", name): "a mail about what follows on a course" for name in ("subject", "body")},
    ("/scholing/#/programma/", "lines"): "the programme of a day, as the website shows it",
    **{
        (page, name): "material for everybody, about nobody"
        for page in ("/materiaal/nieuw/", "/materiaal/#/wijzigen/", "/materiaal/#/versie/")
        for name in ("title", "languages", "summary", "alternative")
    },
    **{
        (page, name): "a thing that is lent, and in which state it is; about nobody"
        for page, names in (
            ("/uitleen/soorten/nieuw/", ("name", "description", "alternative")),
            ("/uitleen/soorten/#/", ("name", "description", "alternative")),
            ("/uitleen/soorten/#/toevoegen/", ("label", "serial", "remark")),
            ("/uitleen/dingen/#/wijzigen/", ("label", "serial", "remark")),
            ("/uitleen/dingen/#/schoongemaakt/", ("words",)),
            ("/uitleen/aanvragen/#/meegeven/", ("out-words",)),
            ("/uitleen/aanvragen/#/terugnemen/", ("back-words",)),
        )
        for name in names
    },
    **{
        (page, "covers"): "what a covenant with an organisation is about"
        for page in ("/partners/#/convenant/", "/partners/convenanten/#/")
    },
}
