import type { IssueType } from "../../world/model.js";
import { issueTypeNodeId } from "../../world/node-ids.js";
import type { Schema } from "./schemas.js";

export function formatIssueType(type: IssueType): NonNullable<Schema<"issue-type">> {
  return {
    id: type.id,
    node_id: issueTypeNodeId(type),
    name: type.name,
    description: type.description,
    color: type.color,
    created_at: type.createdAt,
    updated_at: type.updatedAt,
    is_enabled: type.isEnabled,
  };
}
