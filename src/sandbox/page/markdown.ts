// Markdown as a checklist view. Nothing of a checklist's own HTML runs or shows: comments can be asked for, tags are text.

import type { AlignType, List, ListItem, Nodes, Parents, Root, RootContent, Table } from "mdast";
import { markup, type Markup } from "./markup.js";

/** Headings, lists with boxes, tables, code and text of a tree; `base` is the page's own repository, for links into it. */
export function renderMarkdown(tree: Root, base: string): Markup {
  return renderAll(tree, base);
}

function renderAll(parent: Parents, base: string): Markup {
  return markup`${parent.children.map((child) => renderNode(child, base))}`;
}

function renderNode(node: RootContent, base: string): Markup {
  const inside = () => ("children" in node ? renderAll(node, base) : markup``);
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
      return renderList(node, base);
    case "listItem":
      return renderListItem(node, false, base);
    case "table":
      return renderTable(node, base);
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

function renderList(list: List, base: string): Markup {
  const items = list.children.map((item) =>
    renderListItem(item, list.spread !== true && item.spread !== true, base),
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

function renderListItem(item: ListItem, isTight: boolean, base: string): Markup {
  const parts = item.children.map((child) =>
    isTight && child.type === "paragraph" ? renderAll(child, base) : renderNode(child, base),
  );
  if (typeof item.checked !== "boolean") return markup`<li>${parts}</li>`;
  const box = item.checked
    ? markup`<input type="checkbox" checked disabled aria-label="ticked" />`
    : markup`<input type="checkbox" disabled aria-label="not ticked" />`;
  const name = item.checked ? "task done" : "task";
  return markup`<li class="${name}" id="line-${item.position?.start.line}">${box} ${parts}</li>`;
}

function renderTable(table: Table, base: string): Markup {
  const [head, ...rows] = table.children;
  const align = (index: number): AlignType => table.align?.[index] ?? null;
  const cells = (row: Table["children"][number] | undefined, tag: "th" | "td") =>
    (row?.children ?? []).map((cell, index) => {
      const side = align(index) ?? "left";
      const inside = renderAll(cell, base);
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
