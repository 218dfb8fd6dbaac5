"""forms.yaml: what is to be handed in, filled from a case."""

from typing import get_args

from dvcheck.pack.model import Form, FormField, Layout
from dvcheck.pack.nodes import Node
from dvcheck.pack.reader import Missing, Reader

LAYOUTS: tuple[Layout, ...] = get_args(Layout)


class FormsReader(Reader):
    """Reads forms."""

    def forms(self, node: Node) -> tuple[Form, ...]:
        try:
            return self.fields(node, "the forms", "forms").each("forms", self._form)
        except Missing:
            return ()

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
