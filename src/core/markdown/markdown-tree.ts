import type { Root } from "mdast";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Data, Processor } from "unified";

declare module "mdast" {
  interface ListItemData {
    /** Offset of the character between the brackets of the item's box. */
    mark?: number;
  }
}

type FromMarkdownExtension = NonNullable<Data["fromMarkdownExtensions"]>[number];

/** Front matter costs time on every line of a file, so only a file that may have some is searched for it. */
const plain = unified().use(remarkParse).use(remarkGfm).use(recordMarks).freeze();
const withFrontMatter = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkFrontmatter, ["yaml", "toml"])
  .use(recordMarks)
  .freeze();

const FRONT_MATTER_START = /^(?:---|\+\+\+)/;

/** Parses as GitHub does: GFM, and front matter at the very start. */
export function parseTree(text: string): Root {
  return FRONT_MATTER_START.test(text) ? withFrontMatter.parse(text) : plain.parse(text);
}

/** The tree says that an item is ticked but not where: the box is gone from it. The tokens know. */
function recordMarks(this: Processor): void {
  const recordMark: NonNullable<Extract<FromMarkdownExtension, { enter?: unknown }>["enter"]>[string] =
    function (token) {
      const item = this.stack[this.stack.length - 2];
      if (item?.type === "listItem") item.data = { ...item.data, mark: token.start.offset };
    };
  const data = this.data();
  data.fromMarkdownExtensions = [
    ...(data.fromMarkdownExtensions ?? []),
    { enter: { taskListCheckValueChecked: recordMark, taskListCheckValueUnchecked: recordMark } },
  ];
}
