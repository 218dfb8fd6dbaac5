"""A small pack in three languages, for tests: a text of each kind is in it."""

from pathlib import Path

from dvcheck.pack import library
from dvcheck.pack.model import Pack
from tests.small_packs import POLICY

INCIDENT = """\
checklist: incident
title: A call
undecided: Nothing is decided
outcomes:
- {outcome: arrest, text: Make an arrest, when: {grave: yes}, cites: ["1a"]}
sections:
- title: The call
  items:
  - ask: call-type
    text: What kind of call is it?
    label: Kind of call
    help: As dispatched.
    kind: choice
    options: [{id: fight, text: A fight}, {id: order, text: An order}, {id: both, text: Both of them}]
    cites: ["1a"]
  - {ask: hurt, text: Is anyone hurt?, kind: yes-no, cites: ["1a"]}
  - {finding: grave, text: Somebody is hurt, is: {hurt: yes}, cites: ["1a"]}
  - obligation: go-report
    text: Write a report of what happened
    brief: Write a report
    modality: shall
    cites: ["1a"]
    reading: R1
    contacts: svu
    due: {before: the suspect is released}
  - {obligation: medics, text: Call for an ambulance, modality: shall, when: {grave: yes}, cites: ["1a"]}
  - {note: keep-calm, text: Keep the parties apart, source: statute}
- title: The clock
  when: {call-type: both}
  items:
  - timer: clock
    text: Time in the house
    label: Clock
    limit: 20 min
    starts_with: They go in
    ends_with: They are out
    at_limit: Time is over
    cites: ["1a"]
"""
CONTACTS = """\
contacts:
- {contact: svu, name: Special Victims, number: 503-555-0100, purpose: Assaults, source: A list,
   as_of: 2024, hours: By day, card: true, discreet: Office 4}
- {contact: house, name: Harbor House, number: 503-555-0101 or 503-555-0102, purpose: A place to sleep,
   source: A leaflet, as_of: about 2023, address: 1 Harbor Street, card: true, proper_name: true,
   discreet: HH}
"""
FORMS = """\
forms:
- form: cad
  title: A line for the log
  as: line
  cites: ["1a"]
  fields: [{label: CAD number, from: case-number}]
"""
SPANISH = """\
translation: es
name: Español
reviewed: {by: A. Translator, on: 2026-10-01}
policy:
  title: Una norma pequeña
  agency: Una oficina
  sections: {"1": Uno}
  statements: {"1a": Hágalo.}
  terms:
    document: Norma
    the_document: la norma
    report: el informe
    case_number: número
    statute_caution: Ley, consulte con un abogado
    emergency: el 911
  readings: {R1: {title: No es claro, unclear: No está claro., treated: Como dice.}}
items:
  call-type:
    text: ¿Qué tipo de llamada es?
    label: Tipo de llamada
    help: Según el despacho.
    options: {fight: Una pelea, order: Una orden, both: Las dos}
  hurt: {text: ¿Hay heridos?}
  grave: {text: Hay una persona herida}
  go-report:
    text: Escriba un informe de lo ocurrido
    brief: Escriba el informe
    due: {before: el sospechoso sale libre}
  medics: {text: Llame a una ambulancia}
  keep-calm: {text: Separe a las partes}
  clock:
    text: Tiempo en la casa
    label: Reloj
    starts_with: Entran
    ends_with: Han salido
    at_limit: Se acabó el tiempo
checklists:
  incident:
    title: Una llamada
    undecided: Nada se ha decidido
    outcomes: {arrest: Haga una detención}
    sections: {The call: La llamada, The clock: El reloj}
contacts:
  svu:
    name: Víctimas especiales
    purpose: Agresiones
    source: Una lista
    as_of: En 2024
    hours: De día
    discreet: Oficina 4
  house: {purpose: Un lugar para dormir, source: Un folleto, as_of: hacia 2023}
card:
  title: Teléfonos
  danger: ¿Peligro? Llame al {emergency}.
  purpose: "Para: {text}"
  hours: "Abierto: {text}"
  address: "Dirección: {text}"
  either: "{one} o {other}"
  age: Pueden haber cambiado.
  source: "Fuente: {source} ({as_of})"
  case: "Número de caso: {text}"
  officer: "Agente: {text}"
  plain_title: Números útiles
  may_change: Los números pueden cambiar.
  draft: BORRADOR, no revisado por un traductor
forms:
  cad: {title: Una línea, fields: {CAD number: Número CAD}}
"""
ARABIC = """\
translation: ar
name: العربية
items:
  call-type: {text: ما نوع هذه المكالمة؟, options: {fight: شجار, order: أمر حماية, both: كلاهما معاً}}
  hurt: {text: هل أُصيب أحد بجروح؟}
"""
VIETNAMESE = """\
translation: vi
name: Tiếng Việt
items:
  hurt: {text: "Co\u0301 ai bi\u0323 thương không?"}
"""

FILES = {"policy.yaml": POLICY, "incident.yaml": INCIDENT, "contacts.yaml": CONTACTS, "forms.yaml": FORMS}
TRANSLATIONS = {"es": SPANISH, "ar": ARABIC, "vi": VIETNAMESE}


def written(folder: Path, **translations: str) -> Path:
    """The pack in a folder, with some translations of it; all three where none is given."""
    (folder / "translations").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for language, text in (translations or TRANSLATIONS).items():
        (folder / "translations" / f"{language}.yaml").write_text(text, encoding="utf-8")
    return folder


def source(**translations: str) -> library.PackFiles:
    """The files of the pack, with some translations of it; none where none is given."""
    files = FILES | {f"translations/{language}.yaml": text for language, text in translations.items()}
    return library.PackFiles(files=files, digest="sha256:" + "0" * 64, folder="small")


def pack(language: str = "", **translations: str) -> Pack:
    """The pack shown in a language."""
    return library.load(source(**translations), None, language=language)
