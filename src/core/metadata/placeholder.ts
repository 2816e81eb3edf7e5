const OPEN_TEXTS =
  /^(?:tb[acd]|to be (?:announced|assigned|defined|determined|decided)|none|nobody|n\/?a|unassigned|open|unknown|[-–—_.…?\s]*)$/i;
const IN_BRACKETS = /^\[[^\]]*\](?!\()\s*$|^<[^>]*>$/;

/** Whether a value is still to be filled in: `TBD`, `[Name]`, `____`. */
export function isBlank(text: string): boolean {
  const bare = text.trim();
  return OPEN_TEXTS.test(bare) || IN_BRACKETS.test(bare) || /^_{2,}/.test(bare);
}
