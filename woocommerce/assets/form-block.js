/** The form's block in the editor: which form, and how it will look. */
(({ blocks, element, blockEditor, components, serverSideRender }, words) => {
  const make = element.createElement;
  blocks.registerBlockType("edgewise/form", {
    apiVersion: 3,
    title: words.title,
    description: words.description,
    category: "widgets",
    icon: "email",
    attributes: { form: { type: "string", default: "" } },
    edit: ({ attributes: { form }, setAttributes }) =>
      make(
        "div",
        blockEditor.useBlockProps(),
        make(components.TextControl, {
          label: words.label,
          help: words.help,
          value: form,
          onChange: (value) => setAttributes({ form: value.trim() }),
        }),
        form &&
          make(
            components.Disabled,
            null,
            make(serverSideRender, { block: "edgewise/form", attributes: { form } }),
          ),
      ),
    save: () => null,
  });
})(window.wp, window.edgewiseFormBlock);
