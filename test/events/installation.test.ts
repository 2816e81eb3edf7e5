import { describe, expect, test } from "@jest/globals";
import { onInstallation, onRepositoriesAdded } from "../../src/events/installation.js";
import { onRepository } from "../../src/events/repository.js";
import { delivery, installation, key, repository } from "./payloads.js";

const installed = (payload: object) =>
  onInstallation(
    delivery<Parameters<typeof onInstallation>[0]>("installation", {
      action: "created",
      installation,
      ...payload,
    }),
  );

describe("a new installation", () => {
  test("is a reason to look at each of its repositories", () => {
    const repositories = [{ full_name: "acme/app" }, { full_name: "acme/site" }];
    expect(installed({ repositories })).toEqual([
      { key, hint: {} },
      { key: { ...key, name: "site" }, hint: {} },
    ]);
  });

  test("without a list of repositories is none", () => {
    expect(installed({})).toEqual([]);
    expect(installed({ repositories: [] })).toEqual([]);
  });

  test("leaves out what is not named as a repository", () => {
    expect(installed({ repositories: [{}, { full_name: "acme" }, { full_name: "/app" }] })).toEqual([]);
  });
});

test("repositories that are added to an installation are looked at, and only they", () => {
  const event = delivery<Parameters<typeof onRepositoriesAdded>[0]>("installation_repositories", {
    action: "added",
    installation,
    repositories_added: [{ full_name: "acme/app" }],
    repositories_removed: [{ full_name: "acme/old" }],
  });
  expect(onRepositoriesAdded(event)).toEqual([{ key, hint: {} }]);
});

describe("a repository that was renamed, moved or unarchived", () => {
  const changed = (payload: object) =>
    onRepository(
      delivery<Parameters<typeof onRepository>[0]>("repository", {
        action: "renamed",
        repository,
        installation,
        ...payload,
      }),
    );

  test("is looked at under its new name", () => {
    expect(changed({ repository: { ...repository, name: "web" } })).toEqual([
      { key: { ...key, name: "web" }, hint: {} },
    ]);
  });

  test("is not looked at where the app is not installed", () => {
    expect(changed({ installation: undefined })).toEqual([]);
  });
});
