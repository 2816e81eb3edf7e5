import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import picomatch from "picomatch";
import { globMatcher, isGlob } from "../../src/core/config/glob.js";

const matches = (glob: string, path: string, dot = false): boolean => globMatcher([glob], { dot })(path);

describe("a glob", () => {
  test.each([
    ["docs/a.md", "docs/a.md", true],
    ["docs/a.md", "docs/aXmd", false],
    ["docs/*.md", "docs/a.md", true],
    ["docs/*.md", "docs/deep/a.md", false],
    ["docs/**", "docs/deep/er/a.md", true],
    ["**/*.md", "a.md", true],
    ["docs/**/list/*.md", "docs/list/a.md", true],
    ["docs/**/list/*.md", "docs/list/x/list/a.md", true],
    ["docs/**/list/*.md", "docs/listing/a.md", false],
    ["*a*b*.md", "xaybz.md", true],
    ["*a*b*.md", "xbya.md", false],
    ["phase-?.md", "phase-2.md", true],
    ["phase-?.md", "phase-12.md", false],
    ["phase-[1-3ab].md", "phase-b.md", true],
    ["phase-[!1-3].md", "phase-2.md", false],
    ["{docs,ops/{a,b}}/*.md", "ops/b/x.md", true],
    ["{docs,ops/{a,b}}/*.md", "ops/c/x.md", false],
    ["app/(group)/*.md", "app/(group)/a.md", true],
    ["a\\*.md", "a*.md", true],
    ["a\\*.md", "ab.md", false],
    ["📋*.md", "📋 launch.md", true],
    ["?.md", "📋.md", true],
  ])("%s: %s %s", (glob, path, isMatch) => {
    expect(matches(glob, path)).toBe(isMatch);
  });

  test.each(["*.md", "**/x.md", "?x/a.md", "[.x]a/b.md"])(
    "%s leaves alone what begins with a dot",
    (glob) => {
      const path = glob.replace("**", ".x").replace("*", ".x").replace("?", ".").replace("[.x]", ".");
      expect(matches(glob, path)).toBe(false);
      expect(matches(glob, path, true)).toBe(true);
    },
  );

  test("that names what begins with a dot means it", () => {
    expect(matches(".github/*.md", ".github/a.md")).toBe(true);
  });

  test.each([
    "a[b",
    "@(a|b).md",
    "+(a).md",
    "{a}.md",
    "{1..3}.md",
    "{a,b",
    "{a,b}".repeat(7),
    "a".repeat(501),
  ])("is not %s", (glob) => expect(isGlob(glob)).toBe(false));

  test("means what it means to others", () => {
    const name = fc.array(fc.constantFrom("a", "b", ".", "*", "?", "[ab]", "{a,b}", "{ab,b}"), {
      minLength: 1,
      maxLength: 5,
    });
    const glob = fc.array(
      fc.oneof(
        name.map((parts) => parts.join("")),
        fc.constant("**"),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const file = fc.array(fc.stringMatching(/^\.?[ab][ab.]{0,3}$/), { minLength: 1, maxLength: 4 });
    const isPlain = (text: string): boolean => !/\.\.|\*\*\*|[^/]\*\*|\*\*[^/]|\.[*?](?!md)|\.\//.test(text);
    fc.assert(
      fc.property(glob, file, fc.boolean(), (globs, files, dot) => {
        // To others a last `**` is now something, now nothing.
        const [wanted, path] = [[...globs, "*.md"].join("/"), [...files, "x.md"].join("/")];
        fc.pre(isPlain(wanted));
        expect(matches(wanted, path, dot)).toBe(picomatch(wanted, { dot })(path));
      }),
      { numRuns: 3_000 },
    );
  });

  test("with many stars and a long name is answered before anybody grows old", () => {
    const glob = `${"*a".repeat(100)}b.md`;
    expect(matches(glob, `${"a".repeat(4_000)}.md`)).toBe(false);
    expect(matches(`${"**/a/".repeat(50)}b.md`, `${"a/".repeat(1_000)}a.md`)).toBe(false);
  });
});
