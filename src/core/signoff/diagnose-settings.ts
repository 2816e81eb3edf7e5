import { layoutLedgers } from "../ledger/layout-ledgers.js";
import { requirementKey } from "../ledger/ledger-text.js";
import type { Checklist } from "../model/checklist.js";
import type { Config } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { describeSignoffs } from "./describe-signoffs.js";
import { findGates } from "./find-gates.js";
import { listRequirements } from "./list-requirements.js";

/** A remark about what stands in the config at a path of keys and indices, or about the last key itself. */
export type RemarkOnConfig = (
  path: readonly (string | number)[],
  said: Pick<Diagnostic, "rule" | "severity" | "message"> & { readonly at?: "key" },
) => Diagnostic;

/** Settings about what no checklist has: they have no effect, or hold up whatever they are about. */
export function diagnoseSettings(
  checklists: readonly Checklist[],
  config: Pick<Config, "signoff" | "commands">,
  remark: RemarkOnConfig,
): readonly Diagnostic[] {
  return [...diagnoseRequirements(checklists, config, remark), ...diagnoseGates(checklists, config, remark)];
}

function diagnoseRequirements(
  checklists: readonly Checklist[],
  { signoff }: Pick<Config, "signoff">,
  remark: RemarkOnConfig,
): readonly Diagnostic[] {
  const asked = checklists.flatMap(layoutLedgers).flatMap(({ requirements }) => requirements);
  const known = new Set(asked.map(({ key }) => key));
  const unknown = Object.keys(signoff.requirements).filter((text) => !known.has(requirementKey(text)));
  return unknown.map((text) =>
    remark(["signoff", "requirements", text], {
      at: "key",
      rule: "config-unknown-requirement",
      severity: "warning",
      message: `Unexpected requirement “${text}”, expected the text of a task in a sign-off section, correct it or remove it: it has no effect`,
    }),
  );
}

function diagnoseGates(
  checklists: readonly Checklist[],
  config: Pick<Config, "signoff" | "commands">,
  remark: RemarkOnConfig,
): readonly Diagnostic[] {
  const { gates } = config.signoff;
  if (gates.length === 0) return [];
  const phases = checklists.flatMap((each) => describeSignoffs(each, listRequirements(each, config)));
  const found = new Map(
    findGates({ files: [], labels: [] }, gates, phases).map(({ name, phase }) => [name, phase]),
  );
  return gates.flatMap(({ phase: name }, at) =>
    found.get(name)
      ? []
      : [
          remark(["signoff", "gates", at, "phase"], {
            rule: "config-unknown-phase",
            severity: "error",
            message: `Unexpected phase “${name}”, expected one that exactly one checklist asks sign-offs for, write it as \`/signoff\` takes it, \`phase-2\` or \`billing/phase-2\`: until then the pull requests that the gate means cannot pass`,
          }),
        ],
  );
}
