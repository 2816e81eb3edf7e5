import type { PhaseSignoff, RequirementState } from "../model/signoff.js";

/** The sign-off of a phase in half a sentence: "signed; 1 waived", "2 of 6 signed; missing: Security". */
export function summarizeSignoff({ requirements }: Pick<PhaseSignoff, "requirements">): string {
  const textsOf = (state: RequirementState["state"]): string[] =>
    requirements.filter((each) => each.state === state).map(({ requirement }) => requirement.text);
  const [missing, stale] = [textsOf("missing"), textsOf("stale")];
  const waived = textsOf("waived").length;
  const met = requirements.length - missing.length - stale.length;
  const parts = [
    met === requirements.length ? "signed" : `${met} of ${requirements.length} signed`,
    waived > 0 ? `${waived} waived` : "",
    stale.length > 0 ? `stale: ${stale.join(", ")}` : "",
    missing.length > 0 && met > 0 ? `missing: ${missing.join(", ")}` : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}
