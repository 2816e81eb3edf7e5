import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { readFile } from "node:fs/promises";

import { configJsonSchema } from "../../src/core/config/config-json-schema.js";

const COMMITTED = new URL("../../schema/tickmark.schema.json", import.meta.url);

test("the committed JSON Schema is the one of the code (node dist/cli/main.js schema > schema/tickmark.schema.json)", async () => {
  expect(JSON.parse(await readFile(COMMITTED, "utf8"))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

test("the JSON Schema accepts a config and refuses what the parser refuses", () => {
  const validate = new Ajv({ strict: true }).compile(configJsonSchema());

  expect(validate({ checklists: [{ paths: ["a/**"], depth: 2 }], limits: { create: 5 } })).toBe(true);
  expect(validate({ checklists: [{ dept: 2 }] })).toBe(false);
  expect(validate({ checklists: [{ depth: "some" }] })).toBe(false);
});
