import { slug } from "github-slugger";

/** More of a requirement or a reason makes a column that nobody can read. */
const LONGEST_LABEL = 100;
const LONGEST_REASON = 200;

/** What nobody sees and what turns the text around it: control and format characters, halves of pairs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu;

/** A requirement as the first column of the ledger says it. */
export function requirementLabel(text: string): string {
  return cleanText(text, LONGEST_LABEL);
}

/**
 * The name of a requirement within its file, by what people read: case and punctuation do not matter, nor does what
 * no column has room for.
 */
export function requirementKey(text: string): string {
  return slugOf(text) || "requirement";
}

/** A text as a name without spaces; empty where nothing of it can be in a name. */
export function slugOf(text: string): string {
  return slug(requirementLabel(text)).replace(/-{2,}/g, "-").replace(/^-|-$/g, "");
}

/** A reason as it is kept: on one line, without what is invisible, and no longer than can be read. */
export function cleanReason(reason: string): string {
  return cleanText(reason, LONGEST_REASON);
}

function cleanText(text: string, limit: number): string {
  const visible = text
    .slice(0, 10 * limit)
    .normalize("NFC")
    .replace(/\s+/gu, " ")
    .replace(INVISIBLE, "")
    .replace(/ {2,}/g, " ")
    .trim();
  const characters = [...visible];
  if (characters.length <= limit) return visible;
  return `${characters
    .slice(0, limit - 1)
    .join("")
    .trimEnd()}…`;
}

/**
 * Plain text for a cell of a table: it stays in its cell and says nothing but itself. Underscores and hyphens inside
 * of words mean nothing, so that logins stay as they are.
 */
export function escapeCell(text: string): string {
  return text
    .replace(/[\\`*~[\]<>&|$]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/:(?=\/\/)|(?<=www)\.|@/gi, "\\$&");
}
