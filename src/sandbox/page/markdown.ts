// Markdown as a checklist view. Nothing of a checklist's own HTML runs or shows: comments can be asked for, tags are text.

import { toString } from "mdast-util-to-string";
import type { AlignType, List, ListItem, Nodes, Parents, Root, RootContent, Table } from "mdast";
import { markup, type Markup } from "./markup.js";

interface Place {
  /** The path of the page's own repository, for links into it. */
  readonly base: string;
  /** Whether a click on a box ticks it; the script does that, and knows the box by its line. */
  readonly canTick: boolean;
}

/** Headings, lists with boxes, tables, code and text of a tree; `base` is the page's own repository, for links into it. */
export function renderMarkdown(tree: Root, base: string, { canTick } = { canTick: false }): Markup {
  return renderAll(tree, { base, canTick });
}

function renderAll(parent: Parents, place: Place): Markup {
  return markup`${renderSiblings(parent.children, place)}`;
}

/** What stands between two tags for folding is folded; every other tag is text. */
function renderSiblings(nodes: readonly RootContent[], place: Place): Markup[] {
  const at = nodes.findIndex((node) => summaryOf(node) !== undefined);
  const end = nodes.findIndex((node, index) => index > at && isEndOfDetails(node));
  const fold = nodes[at];
  if (fold === undefined || end < 0) return nodes.map((node) => renderNode(node, place));
  const inside = nodes.slice(at + 1, end).map((node) => renderNode(node, place));
  return [
    ...nodes.slice(0, at).map((node) => renderNode(node, place)),
    markup`<details>
      <summary>${summaryOf(fold)}</summary>
      ${inside}
    </details>`,
    ...renderSiblings(nodes.slice(end + 1), place),
  ];
}

function summaryOf(node: RootContent): string | undefined {
  return node.type === "html"
    ? /^<details>\s*<summary>([^<]*)<\/summary>\s*$/.exec(node.value.trim())?.[1]
    : undefined;
}

function isEndOfDetails(node: RootContent): boolean {
  return node.type === "html" && node.value.trim() === "</details>";
}

function renderNode(node: RootContent, place: Place): Markup {
  const { base } = place;
  const inside = () => ("children" in node ? renderAll(node, place) : markup``);
  switch (node.type) {
    case "text":
      return markup`${node.value}`;
    case "paragraph":
      return markup`<p>${inside()}</p>`;
    case "heading":
      return renderHeading(node.depth, inside());
    case "emphasis":
      return markup`<em>${inside()}</em>`;
    case "strong":
      return markup`<strong>${inside()}</strong>`;
    case "delete":
      return markup`<del>${inside()}</del>`;
    case "inlineCode":
      return markup`<code>${node.value}</code>`;
    case "code":
    case "yaml":
      return markup`<pre><code>${node.value}</code></pre>`;
    case "break":
      return markup`<br />`;
    case "thematicBreak":
      return markup`<hr />`;
    case "blockquote":
      return markup`<blockquote>${inside()}</blockquote>`;
    case "list":
      return renderList(node, place);
    case "listItem":
      return renderListItem(node, false, place);
    case "table":
      return renderTable(node, place);
    case "link":
      return renderLink(node.url, inside(), base);
    case "image":
      return renderLink(node.url, markup`image: ${node.alt ?? ""}`, base);
    case "html":
      return renderForeignHtml(node.value);
    default:
      return inside();
  }
}

function renderHeading(depth: number, inside: Markup): Markup {
  // The page has an h1 of its own.
  if (depth === 1) return markup`<h2 class="first">${inside}</h2>`;
  if (depth === 2) return markup`<h3>${inside}</h3>`;
  if (depth === 3) return markup`<h4>${inside}</h4>`;
  return markup`<h5>${inside}</h5>`;
}

function renderList(list: List, place: Place): Markup {
  const items = list.children.map((item) =>
    renderListItem(item, list.spread !== true && item.spread !== true, place),
  );
  const first = list.start ?? 1;
  return list.ordered === true
    ? markup`<ol start="${first}">
        ${items}
      </ol>`
    : markup`<ul>
        ${items}
      </ul>`;
}

function renderListItem(item: ListItem, isTight: boolean, place: Place): Markup {
  const parts = item.children.map((child) =>
    isTight && child.type === "paragraph" ? renderAll(child, place) : renderNode(child, place),
  );
  if (typeof item.checked !== "boolean") return markup`<li>${parts}</li>`;
  const name = item.checked ? "task done" : "task";
  const line = item.position?.start.line;
  return markup`<li class="${name}" id="line-${line}">${renderBox(item, item.checked, place)} ${parts}</li>`;
}

function renderBox(item: ListItem, isTicked: boolean, { canTick }: Place): Markup {
  const ticked = isTicked && markup`checked`;
  if (!canTick)
    return markup`<input type="checkbox" ${ticked} disabled aria-label="${isTicked ? "ticked" : "not ticked"}" />`;
  const [first] = item.children;
  const line = item.position?.start.line;
  const text = first === undefined ? "" : toString(first, { includeHtml: false });
  return markup`<input type="checkbox" ${ticked} id="box-${line}" data-line="${line}" aria-label="${text}" />`;
}

function renderTable(table: Table, place: Place): Markup {
  const [head, ...rows] = table.children;
  const align = (index: number): AlignType => table.align?.[index] ?? null;
  const cells = (row: Table["children"][number] | undefined, tag: "th" | "td") =>
    (row?.children ?? []).map((cell, index) => {
      const side = align(index) ?? "left";
      const inside = renderAll(cell, place);
      return tag === "th"
        ? markup`<th class="${side}">${inside}</th>`
        : markup`<td class="${side}">${inside}</td>`;
    });
  return markup`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${cells(head, "th")}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            markup`<tr>
              ${cells(row, "td")}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Links lead to this page's own issues, or out with http(s); anything else (javascript:, data:) stays text. */
function renderLink(url: string, inside: Markup, base: string): Markup {
  const issue = /^https?:\/\/[^/]+\/([^/]+\/[^/]+\/issues\/\d+)$/.exec(url)?.[1];
  if (issue !== undefined) return markup`<a class="reference" href="/${issue}">${inside}</a>`;
  if (/^https?:\/\//i.test(url)) return markup`<a href="${url}" rel="noreferrer noopener">${inside}</a>`;
  if (/^[\w./-]+\.md(#.*)?$/i.test(url))
    return markup`<a href="${base}/blob/main/checklists/${url}">${inside}</a>`;
  return markup`<span title="${url}">${inside}</span>`;
}

function renderForeignHtml(source: string): Markup {
  return /^<!--/.test(source.trim())
    ? markup`<span class="comment">${source.trim()}</span>`
    : markup`<code class="tag">${source}</code>`;
}

/** Whether anything in the tree would be seen only with the hidden comments shown. */
export function hasComments(node: Nodes): boolean {
  if (node.type === "html") return /<!--/.test(node.value);
  return "children" in node && node.children.some(hasComments);
}
