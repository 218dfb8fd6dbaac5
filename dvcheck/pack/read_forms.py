"""Read forms.yaml: the forms to hand in, filled from a case, and the order of a narrative."""

from typing import get_args

import msgspec

from dvcheck.pack.model import Form, FormField, Layout
from dvcheck.pack.narrative import NarrativeBlank, NarrativePart
from dvcheck.pack.nodes import Mapping, Node
from dvcheck.pack.reader import Missing, Reader

LAYOUTS: tuple[Layout, ...] = get_args(Layout)


class FormsFile(msgspec.Struct, frozen=True, kw_only=True):
    """The content of forms.yaml."""

    forms: tuple[Form, ...] = ()
    narrative: tuple[NarrativePart, ...] = ()


class FormsReader(Reader):
    """A reader of forms."""

    def file(self, node: Node) -> FormsFile:
        """Read the forms and the narrative; a file needs one of them."""
        keys = [key.text for key, _ in node.entries] if isinstance(node, Mapping) else []
        required, optional = ("narrative", "forms") if "narrative" in keys else ("forms", "narrative")
        try:
            f = self.fields(node, "the forms", required, optional)
            return FormsFile(forms=f.each("forms", self._form), narrative=f.each("narrative", self._part))
        except Missing:
            return FormsFile()

    def _part(self, node: Node) -> NarrativePart:
        f = self.fields(node, "a part of the narrative", "part title", "from blanks")
        sources = f.maybe("from", self.located_texts) or ()
        blanks = f.texts("blanks")
        if not sources and not blanks:
            raise self.wrong(node, "no-source", 'a part of the narrative needs "from" or "blanks"')
        return NarrativePart(
            id=f.get("part", self.id),
            title=f.text("title"),
            sources=tuple(name for name, _ in sources),
            sources_at=tuple(at for _, at in sources),
            blanks=tuple(NarrativeBlank(text=text) for text in blanks),
            at=f.at("part"),
        )

    def _form(self, node: Node) -> Form:
        f = self.fields(node, "a form", "form title as cites fields")
        layout = f.get("as", lambda n: self.word(n, LAYOUTS, "layout"))
        return Form(
            id=f.get("form", self.id),
            title=f.text("title"),
            cites=f.texts("cites"),
            layout=layout,
            fields=f.each("fields", self._form_field),
            at=f.at("form"),
        )

    def _form_field(self, node: Node) -> FormField:
        f = self.fields(node, "a field", "label", "from blank")
        sources = f.maybe("from", self.located_texts) or ()
        if bool(sources) == f.flag("blank"):
            raise self.wrong(node, "no-source", 'a field needs either "from" or "blank: true"')
        return FormField(
            label=f.text("label"),
            sources=tuple(name for name, _ in sources),
            sources_at=tuple(at for _, at in sources),
            at=f.at("label"),
        )
