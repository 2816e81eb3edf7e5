import type { Permission } from "../core/model/config.js";
import type { Command } from "./command.js";

const WHO = {
  read: "everybody who can read the repository",
  triage: "people with triage access or more",
  write: "people with write access or more",
  maintain: "people with maintain access or more",
  admin: "admins",
} as const satisfies Record<Permission, string>;

/** Who may is for the command itself to judge. */
const JUDGED = { requirements: "whoever the requirement asks for", maintainers: WHO.maintain } as const;

/** The commands as a Markdown table. `roleFor` says what it takes for each of them. */
export function formatCommandTable(
  commands: readonly Command[],
  roleFor: (command: Command) => Permission,
): string {
  const rows = commands.map(
    (command) => `| \`${command.usage}\` | ${command.description} | ${whoMay(command, roleFor)} |`,
  );
  return ["| command | what it does | who may |", "| --- | --- | --- |", ...rows].join("\n");
}

function whoMay(command: Command, roleFor: (command: Command) => Permission): string {
  const { permission } = command;
  return permission === "requirements" || permission === "maintainers"
    ? JUDGED[permission]
    : WHO[roleFor(command)];
}

/** The reference of all commands, as it stands in docs/commands.md. */
export function formatCommandReference(commands: readonly Command[]): string {
  return commands
    .map(({ name, usage, description, examples, permission }) => {
      const who = {
        read: WHO.read,
        commands: "whoever has the permission of `commands.permission` in the config",
        maintainers: JUDGED.maintainers,
        requirements: `${JUDGED.requirements}, see [sign-off](signoff.md)`,
      }[permission];
      const code = ["```text", ...examples, "```"].join("\n");
      return [`### ${name}`, `\`${usage}\``, description, `Who may: ${who}.`, code].join("\n\n");
    })
    .join("\n\n");
}
