import type { FileView, RepositoryView } from "../view.js";

/** The page of a file; a path may have any character. */
export function fileUrl(
  { nameWithOwner, defaultBranch }: RepositoryView,
  { path }: Pick<FileView, "path">,
): string {
  return `/${nameWithOwner}/blob/${defaultBranch}/${path.split("/").map(encodeURIComponent).join("/")}`;
}
