import type { Table, TableRow } from "mdast";
import { toString } from "mdast-util-to-string";
import type { Role } from "../model/metadata.js";
import { parseOwners } from "./parse-owners.js";

const ROLE = /^(?:roles?|positions?|functions?|areas?|teams?|disciplines?|responsibility)$/i;
/** A login says more than a name, so its column comes first. */
const PEOPLE = [
  /^(?:github|login|handle|username|github (?:login|handle|user|username))s?$/i,
  /^(?:names?|person|people|who|owners?|assignees?|assigned to|members?|leads?|contacts?)$/i,
];

/** The rows of a table that has a column of roles and one of people. Any other table has none. */
export function readRoles(table: Table): Role[] {
  const [header, ...rows] = table.children;
  const names = header === undefined ? [] : cellsOf(header);
  const role = names.findIndex((name) => ROLE.test(name));
  const people = PEOPLE.map((pattern) =>
    names.findIndex((name, index) => index !== role && pattern.test(name)),
  ).filter((index) => index !== -1);
  if (role === -1 || people.length === 0) return [];
  return rows.flatMap((row) => {
    const cells = cellsOf(row);
    const name = cells[role] ?? "";
    const owners = people.map((column) => parseOwners(cells[column] ?? ""));
    const best =
      owners.find(({ logins }) => logins.length > 0) ?? owners.find(({ names }) => names.length > 0);
    const line = row.position?.start.line ?? 1;
    return name === "" ? [] : [{ role: name, owners: best ?? { names: [], logins: [] }, line }];
  });
}

function cellsOf(row: TableRow): string[] {
  return row.children.map((cell) => toString(cell).trim());
}
