// Cuts the sandbox's contract out of GitHub's published OpenAPI description.
//
// The description comes with the npm package @octokit/openapi, which unpacks to 385 MB: it is never a dependency of
// this project. To refresh the contract, fetch the one file that is needed into a folder elsewhere, and run this:
//
//   npm pack @octokit/openapi@23.0.2
//   tar xzf octokit-openapi-23.0.2.tgz package/generated/api.github.com.json package/package.json
//   node scripts/slice-openapi.js path/to/package
//
// It writes src/sandbox/contract/openapi.json (REST) and webhooks.json. Both share the schemas of openapi.json, so the
// webhooks are taken from the same document (its `x-webhooks`; @octokit/openapi-webhooks 12.1.0 is an older copy of them).
//
// What changes on the way, and why:
// - Descriptions, examples and titles go: no check reads them.
// - OpenAPI 3.0 becomes JSON Schema as OpenAPI 3.1 has it, so that ajv can read it: `nullable` becomes the type null,
//   also where GitHub wrote it without a type; words beside a $ref, which 3.0 ignores, go.
// - `oneOf` becomes `anyOf`: many of GitHub's alternatives overlap, and an object that fits two of them is no mistake.
// - The format `email` goes: addresses of bots (`1+name[bot]@users.noreply.github.com`) do not fit it.
// - What GitHub's own answers contradict is corrected, case by case (`correct`).
// - Repeated pieces move to the shared schemas, which halves the files.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The paths to keep, with all of their methods. A line that ends with a colon is the beginning of those under it. */
const paths = beneath(`
:
  / /app /app/hook/config /app/hook/deliveries /app/hook/deliveries/{delivery_id} /app/hook/deliveries/{delivery_id}/attempts
  /app/installations /app/installations/{installation_id} /app/installations/{installation_id}/access_tokens
  /app/installations/{installation_id}/suspended /apps/{app_slug} /installation/repositories /installation/token
  /meta /rate_limit /zen /user /user/repos /user/orgs /user/teams
  /users/{username} /users/{username}/installation /users/{username}/repos
/orgs/{org}:
  . /installation /installations /issue-fields /issue-fields/{issue_field_id} /issue-types /issue-types/{issue_type_id}
  /members /members/{username} /memberships/{username} /repos /rulesets /rulesets/{ruleset_id}
  /teams /teams/{team_slug} /teams/{team_slug}/members /teams/{team_slug}/memberships/{username}
  /teams/{team_slug}/repos /teams/{team_slug}/repos/{owner}/{repo} /teams/{team_slug}/teams
/orgs/{org}/projectsV2:
  . /{project_number} /{project_number}/drafts /{project_number}/fields /{project_number}/fields/{field_id}
  /{project_number}/items /{project_number}/items/{item_id} /{project_number}/views
  /{project_number}/views/{view_number}/items
/repos/{owner}/{repo}:
  . /assignees /assignees/{assignee} /branches /branches/{branch} /branches/{branch}/rename
  /check-runs /check-runs/{check_run_id} /check-runs/{check_run_id}/annotations /check-runs/{check_run_id}/rerequest
  /check-suites /check-suites/{check_suite_id} /check-suites/{check_suite_id}/check-runs
  /check-suites/{check_suite_id}/rerequest /collaborators /collaborators/{username} /collaborators/{username}/permission
  /commits /commits/{ref} /commits/{ref}/check-runs /commits/{ref}/check-suites /commits/{ref}/status
  /commits/{ref}/statuses /commits/{commit_sha}/pulls /compare/{basehead} /contents/{path} /installation /issue-types
  /labels /labels/{name} /milestones /milestones/{milestone_number} /milestones/{milestone_number}/labels
  /readme /rules/branches/{branch} /rulesets /rulesets/{ruleset_id} /statuses/{sha} /teams /topics /transfer
/repos/{owner}/{repo}/branches/{branch}/protection:
  . /enforce_admins /required_pull_request_reviews /required_signatures /required_status_checks /restrictions
/repos/{owner}/{repo}/git:
  /blobs /blobs/{file_sha} /commits /commits/{commit_sha} /matching-refs/{ref} /ref/{ref} /refs /refs/{ref}
  /tags /tags/{tag_sha} /trees /trees/{tree_sha}
/repos/{owner}/{repo}/issues:
  . /comments /comments/{comment_id} /comments/{comment_id}/reactions /comments/{comment_id}/reactions/{reaction_id}
  /events /events/{event_id}
/repos/{owner}/{repo}/issues/{issue_number}:
  . /assignees /assignees/{assignee} /comments /dependencies/blocked_by /dependencies/blocked_by/{issue_id}
  /dependencies/blocking /events /issue-field-values /issue-field-values/{issue_field_id} /labels /labels/{name} /lock
  /parent /reactions /reactions/{reaction_id} /sub_issue /sub_issues /sub_issues/priority /timeline
/repos/{owner}/{repo}/pulls:
  . /{pull_number} /{pull_number}/commits /{pull_number}/files /{pull_number}/merge /{pull_number}/requested_reviewers
  /{pull_number}/reviews /{pull_number}/reviews/{review_id} /{pull_number}/reviews/{review_id}/dismissals
  /{pull_number}/reviews/{review_id}/events /{pull_number}/update-branch
`);

/** The events to keep, with all of their actions. */
const events = [
  ...[
    "check-run",
    "check-suite",
    "create",
    "delete",
    "installation",
    "installation-repositories",
    "issue-comment",
  ],
  ...[
    "issue-dependencies",
    "issues",
    "label",
    "member",
    "membership",
    "milestone",
    "organization",
    "ping",
    "projects-v2",
  ],
  ...[
    "projects-v2-item",
    "pull-request",
    "pull-request-review",
    "push",
    "repository",
    "status",
    "sub-issues",
  ],
  "team",
];

const packageFolder = process.argv[2];
if (packageFolder === undefined) {
  console.error(
    "Usage: node scripts/slice-openapi.js FOLDER   (the unpacked package @octokit/openapi; see the head of this file)",
  );
  process.exit(1);
}
const source = JSON.parse(readFileSync(join(packageFolder, "generated/api.github.com.json"), "utf8"));
const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
const info = { title: "GitHub v3 REST API, a slice of it", version: `@octokit/openapi ${version}` };

const slicedPaths = Object.fromEntries(paths.map((path) => [path, sliceMethods(path)]));
correct(slicedPaths);
const slicedWebhooks = Object.fromEntries(
  Object.entries(source["x-webhooks"])
    .filter(([name]) => events.some((event) => name === event || name.startsWith(`${event}-`)))
    .map(([name, { post }]) => [name, toJsonSchema(post.requestBody.content["application/json"].schema)]),
);
const shared = { ...namedSchemas({ slicedPaths, slicedWebhooks }) };
correctFieldValues(shared["webhook-projects-v2-item-edited"]);
shareRepeats([slicedPaths, slicedWebhooks, shared]);

const restNames = namesReachedFrom(slicedPaths);
const all = [...namesReachedFrom({ slicedPaths, slicedWebhooks })].sort();
write("openapi.json", {
  openapi: "3.1.0",
  info,
  paths: slicedPaths,
  components: pick(all.filter((name) => restNames.has(name))),
});
write("webhooks.json", {
  openapi: "3.1.0",
  info,
  webhooks: slicedWebhooks,
  components: pick(all.filter((name) => !restNames.has(name))),
});

function beneath(text) {
  let prefix = "";
  return text
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      if (!word.endsWith(":")) return [prefix + (word === "." ? "" : word)];
      prefix = word.slice(0, -1);
      return [];
    });
}

/** Where the description is plainly wrong. The list of installations wants accounts that are user and enterprise at once. */
function correct(sliced) {
  const list = sliced["/app/installations"].get.responses["200"].content["application/json"].schema;
  list.items = { $ref: "#/components/schemas/installation" };
}

/** Numbers on a board have fractions: the values of fields are described as integers. */
function correctFieldValues(edited) {
  const { from, to } = edited.properties.changes.anyOf[0].properties.field_value.properties;
  for (const value of [from, to])
    visit(value, (node) => (node.type === "integer" ? { ...node, type: "number" } : undefined));
}

function sliceMethods(path) {
  const methods = source.paths[path];
  if (methods === undefined) throw new Error(`GitHub's description has no path ${path}`);
  return Object.fromEntries(
    Object.entries(methods).map(([method, operation]) => [method, sliceOperation(operation)]),
  );
}

function sliceOperation(operation) {
  const body = operation.requestBody;
  return {
    operationId: operation.operationId,
    parameters: (operation.parameters ?? []).map(resolve).map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      ...(parameter.required ? { required: true } : {}),
      ...(parameter["x-multi-segment"] ? { "x-multi-segment": true } : {}),
      schema: toJsonSchema(parameter.schema),
    })),
    ...(body === undefined ? {} : { requestBody: { required: body.required === true, ...contentOf(body) } }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [status, contentOf(resolve(response))]),
    ),
  };
}

/** Only JSON is checked (`application/vnd.github.object` is JSON too): raw files, diffs and plain text have no schema worth the name. */
function contentOf({ content }) {
  const schemas = Object.entries(content ?? {})
    .filter(([mediaType]) => ["application/json", "application/vnd.github.object"].includes(mediaType))
    .map(([, { schema }]) => toJsonSchema(schema));
  const [schema] = schemas.length > 1 ? [{ anyOf: schemas }] : schemas;
  return schema === undefined ? {} : { content: { "application/json": { schema } } };
}

function resolve(node) {
  if (node.$ref === undefined) return node;
  const [kind, name] = node.$ref.split("/").slice(2);
  return source.components[kind][name];
}

function toJsonSchema(schema) {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  const kept = {};
  for (const [word, value] of Object.entries(schema)) {
    if (
      ["type", "enum", "required", "pattern", "additionalProperties"].includes(word) &&
      typeof value !== "object"
    )
      kept[word] = value;
    else if (/^(min|max)/.test(word) || word === "uniqueItems" || word === "enum" || word === "required")
      kept[word] = value;
    else if (word === "properties") kept.properties = mapValues(value, toJsonSchema);
    else if (["items", "additionalProperties", "not"].includes(word)) kept[word] = toJsonSchema(value);
    else if (["oneOf", "anyOf"].includes(word)) kept.anyOf = value.map(toJsonSchema);
    else if (word === "allOf") kept.allOf = value.map(toJsonSchema);
    else if (word === "format" && ["date-time", "date", "uri", "uri-template"].includes(value))
      kept.format = value;
  }
  return schema.nullable ? orNull(kept) : kept;
}

function orNull(schema) {
  const { type, enum: values, ...rest } = schema;
  const isPlain = type !== undefined && rest.anyOf === undefined && rest.allOf === undefined;
  if (!isPlain) return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
  return {
    ...rest,
    type: [type, "null"],
    ...(values === undefined ? {} : { enum: [...new Set([...values, null])] }),
  };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** All schemas of the description that `node` refers to, directly or through others, ready for ajv. */
function namedSchemas(node) {
  const found = {};
  const queue = refsIn(node);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found[name] !== undefined) continue;
    found[name] = toJsonSchema(source.components.schemas[name]);
    queue.push(...refsIn(found[name]));
  }
  return found;
}

function refsIn(node) {
  return [...JSON.stringify(node).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1],
  );
}

function namesReachedFrom(node) {
  const reached = new Set();
  const queue = refsIn(node);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...refsIn(shared[name]));
  }
  return reached;
}

function pick(names) {
  return { schemas: Object.fromEntries(names.map((name) => [name, shared[name]])) };
}

/** Moves every object schema that occurs more than once into `shared`, under a name made of its content. */
function shareRepeats(roots) {
  const counts = new Map();
  const sizeWorthSharing = 150;
  const isType = (value) => typeof value === "string" || Array.isArray(value); // and not a property called "type"
  const textOf = (node) => (isType(node.type) && (node.properties ?? node.items) ? JSON.stringify(node) : "");
  visit(roots, (node) => {
    const text = textOf(node);
    if (text.length > sizeWorthSharing) counts.set(text, (counts.get(text) ?? 0) + 1);
    return undefined;
  });
  const extracted = {};
  const replace = (node) => {
    const text = textOf(node);
    if ((counts.get(text) ?? 0) < 2) return undefined;
    const name = `shared-${createHash("sha256").update(text).digest("hex").slice(0, 10)}`;
    if (extracted[name] === undefined) {
      extracted[name] = JSON.parse(text);
      visit(extracted[name], replace);
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  for (const root of roots) visit(root, replace);
  Object.assign(shared, extracted);
}

/** Walks every value under `node`; what `change` returns for a child, if anything, takes the child's place. */
function visit(node, change) {
  for (const [key, child] of Object.entries(node)) {
    if (child === null || typeof child !== "object") continue;
    const replacement = Array.isArray(child) ? undefined : change(child);
    if (replacement === undefined) visit(child, change);
    else node[key] = replacement;
  }
}

function write(name, document) {
  const file = join(dirname(fileURLToPath(import.meta.url)), "../src/sandbox/contract", name);
  const text = `${JSON.stringify(document)}\n`;
  writeFileSync(file, text);
  console.log(
    `${name}: ${Object.keys(document.paths ?? document.webhooks).length} entries, ${text.length} bytes`,
  );
}
