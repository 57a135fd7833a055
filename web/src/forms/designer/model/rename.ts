import { ExprError, parse } from "../../../expr/index.ts";
import { ELSEWHERE, type Node, toText } from "../../../expr/node.ts";
import { type Doc, fieldAt, fieldsOf, joinPath, type Path, splitPath, typeOf } from "./doc.ts";

/** Properties whose texts never name a field of the form. */
const WORDS = new Set(
  "type to form app folder icon stage verb step loss role preset format result color key widget flow currency uoms label hint say zh en name kind face note text placeholder suffix".split(" "),
);
const TEMPLATES = new Set(["title", "rule"]);
/** Mappings whose keys are fields of the form. */
const OUR_KEYS = new Set(["fill"]);

/** How names are read at a place: of the record (and of a row of `list`), or of another form's record, ours under `this`. */
type Scope = { list: string; foreign: boolean };

type Renaming = { list: string; from: string; to: string; shadowed: (list: string) => boolean };

/** Renames a field and everything in the document that names it; `key` has to be free. */
export function renameKey(doc: Doc, path: Path, key: string): Doc {
  const { list, key: from } = splitPath(path);
  if (!fieldAt(doc, path) || from === key || Object.hasOwn(fieldsOf(doc, list), key)) return doc;
  const shadowed = (one: string): boolean => Object.hasOwn(doc.fields[one]?.fields ?? {}, from);
  const how: Renaming = { list, from, to: key, shadowed };
  const { form, fields, ...rest } = doc;
  const parts = Object.entries(rest).map(([name, value]) => [name, inPart(name, value, { list: "", foreign: false }, how)]);
  return { form, ...Object.fromEntries(parts), fields: inFields(fields, "", how) } as Doc;
}

function inFields(fields: Doc["fields"], list: string, how: Renaming): Doc["fields"] {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const scope = { list, foreign: false };
      const made = Object.entries(field).map(([name, value]) => {
        if (name === "fields" && typeOf(field) === "list") return [name, inFields(value as Doc["fields"], key, how)];
        return [name, inPart(name, value, name === "where" || name === "order" ? { ...scope, foreign: true } : scope, how)];
      });
      return [list === how.list && key === how.from ? how.to : key, Object.fromEntries(made)];
    }),
  );
}

function inPart(name: string, value: unknown, scope: Scope, how: Renaming): unknown {
  if (value === null || value === undefined || WORDS.has(name)) return value;
  if (typeof value === "string") return TEMPLATES.has(name) ? inTemplate(value, scope, how) : name === "sort" ? inSort(value, scope, how) : inText(value, scope, how);
  if (Array.isArray(value)) return value.map((one) => inPart(name, one, rowScope(one, scope), how));
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const named = OUR_KEYS.has(name) ? (inText(key, scope, how) as string) : key;
      return [named, OUR_KEYS.has(name) ? one : inPart(name === "set" ? "" : key, one, rowScope(one, scope), how)];
    }),
  );
}

/** Rules about the rows of a list read the row's own fields by their bare names. */
function rowScope(value: unknown, scope: Scope): Scope {
  if (scope.list || typeof value !== "object" || value === null || Array.isArray(value)) return scope;
  const path = Object.values(value).find((one): one is string => typeof one === "string" && /^[a-z_]\w*\.\w+$/i.test(one));
  return path ? { ...scope, list: splitPath(path).list } : scope;
}

function inSort(text: string, scope: Scope, how: Renaming): string {
  return text
    .split(",")
    .map((one) => one.replace(/^(\s*-?)(.*)$/, (_, sign: string, key: string) => sign + inText(key, scope, how)))
    .join(",");
}

function inTemplate(text: string, scope: Scope, how: Renaming): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, inside: string) => {
    const parts = inside.split(".");
    const found = renamedParts(parts, scope, how);
    return found === parts ? whole : `{${found.join(".")}}`;
  });
}

function inText(text: string, scope: Scope, how: Renaming): string {
  if (!text.includes(how.from)) return text;
  try {
    const root = parse(text).root;
    const made = inNode(root, scope, how);
    return made === root ? text : toText(made);
  } catch (error) {
    if (error instanceof ExprError) return text;
    throw error;
  }
}

function inNode(node: Node, scope: Scope, how: Renaming): Node {
  if (node.k === "const") return node;
  if (node.k === "path") {
    const parts = renamedParts(node.parts, scope, how);
    return parts === node.parts ? node : { ...node, parts };
  }
  const inner = ELSEWHERE.has(node.fn) ? { ...scope, foreign: true } : scope;
  const args = node.args.map((arg) => inNode(arg, inner, how));
  return args.every((arg, n) => arg === node.args[n]) ? node : { ...node, args };
}

/** The parts of a path with the key changed, the same array where it names something else. */
function renamedParts(parts: string[], scope: Scope, how: Renaming): string[] {
  const own = parts[0] === "this";
  if (scope.foreign && !own) return parts;
  const lead = own ? 1 : 0;
  const wanted = joinPath(how.list, how.from).split(".");
  const at = (names: string[]): boolean => names.every((name, n) => parts[lead + n] === name);
  const swap = (n: number): string[] => parts.map((part, i) => (i === lead + n ? how.to : part));
  if (how.list) {
    if (at(wanted)) return swap(1);
    return scope.list === how.list && at([how.from]) ? swap(0) : parts;
  }
  return at(wanted) && !(scope.list && how.shadowed(scope.list)) ? swap(0) : parts;
}
