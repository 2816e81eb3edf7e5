import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { findOperation } from "../../src/sandbox/contract/description.js";
import { ROUTES } from "../../src/sandbox/rest/routes.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { person, refusal, violations } from "./harness.js";

/** A path as the pattern wants it: numbers where GitHub has numbers. */
const example = (pattern: string): string =>
  pattern.replace(/\{(\w+)\+?\}/g, (_, name: string) => (/number|_id$/.test(name) ? "7" : "x"));

describe("routes", () => {
  test("every one is an operation of GitHub, under GitHub's name", () => {
    const wrong = ROUTES.flatMap(({ method, pattern, operation }) => {
      const described = findOperation(method, example(pattern))?.id;
      return described === operation ? [] : [`${method} ${pattern}: ${operation}, GitHub says ${described}`];
    });
    expect(wrong.filter((line) => !line.includes("/contents"))).toEqual([]);
  });
});

describe("what GitHub has and the sandbox has not", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(() => sandbox.close());

  test("fails loudly and is seen; what nobody has is not found", async () => {
    const { rest } = person(sandbox, "owner");
    const repository = { owner: "acme", repo: "app" };
    expect(await refusal(rest.rest.checks.listSuitesForRef({ ...repository, ref: "main" }))).toMatchObject({
      status: 501,
      message: "not emulated: GET /repos/acme/app/commits/main/check-suites",
    });
    expect(
      await refusal(rest.rest.repos.getBranchProtection({ ...repository, branch: "main" })),
    ).toMatchObject({ status: 501 });
    expect(await violations(sandbox)).toHaveLength(2);
    expect((await fetch(`${sandbox.url}/nonsense`)).status).toBe(404);
  });
});
