import { syntaxHighlighting } from "@codemirror/language";
import { tagHighlighter, tags } from "@lezer/highlight";

const { keyword, operatorKeyword, modifier, controlKeyword, definitionKeyword, moduleKeyword } = tags;
const { string, regexp, number, bool, atom, null: nothing, comment, typeName, className, propertyName } = tags;

/** Names what the tokens of a program are by classes; the style of the editor gives them the colours of the guide. */
export const codeColours = syntaxHighlighting(
  tagHighlighter([
    {
      tag: [keyword, operatorKeyword, modifier, controlKeyword, definitionKeyword, moduleKeyword],
      class: "code-keyword",
    },
    { tag: [string, regexp, tags.special(string)], class: "code-string" },
    { tag: [number, bool, atom, nothing], class: "code-constant" },
    { tag: comment, class: "code-comment" },
    { tag: [typeName, className, tags.special(tags.variableName)], class: "code-name" },
    { tag: [tags.function(tags.variableName), tags.function(propertyName)], class: "code-function" },
  ]),
);
