import { layoutLedgers } from "../ledger/layout-ledgers.js";
import { requirementKey } from "../ledger/ledger-text.js";
import type { Checklist } from "../model/checklist.js";
import type { Config, Permission, RequirementRules } from "../model/config.js";
import type { Requirement } from "../model/signoff.js";

/** "Team lead sign-off", "Approval by the tech leads". */
const OF_A_LEAD = /\b(?:leads?|leadership)\b/i;

/** The requirements of a checklist, and what the config says of each, by its text; case and punctuation do not matter. */
export function listRequirements(
  checklist: Checklist,
  { signoff, commands }: Pick<Config, "signoff" | "commands">,
): readonly Requirement[] {
  const rules = new Map(
    Object.entries(signoff.requirements).map(([text, each]) => [requirementKey(text), each]),
  );
  return layoutLedgers(checklist).flatMap(({ section, requirements }) =>
    requirements.map(({ key, text, phases, tasks }) => ({
      key,
      text,
      checklist: checklist.path,
      phases,
      tasks,
      section,
      rules: withDefault(rules.get(key), text, commands.permission),
    })),
  );
}

/** Nobody and nothing named: whoever may give commands; a requirement that speaks of a lead asks for a maintainer. */
function withDefault(
  rules: RequirementRules | undefined,
  text: string,
  permission: Permission,
): RequirementRules {
  const { teams = [], users = [], evidence } = rules ?? {};
  if (rules?.permission !== undefined || teams.length + users.length > 0 || evidence !== undefined) {
    return { teams, users, evidence, permission: rules?.permission };
  }
  const isRaised = OF_A_LEAD.test(text) && permission !== "admin";
  return { teams, users, evidence, permission: isRaised ? "maintain" : permission };
}
