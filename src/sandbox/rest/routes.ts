import { APP_ROUTES } from "./app.js";
import { CHECK_ROUTES } from "./checks.js";
import { COMMENT_ROUTES } from "./comments.js";
import { COMMIT_ROUTES } from "./commits.js";
import { CONTENT_ROUTES } from "./contents.js";
import { DELIVERY_ROUTES } from "./deliveries.js";
import { GIT_DATA_ROUTES } from "./git-data.js";
import { ISSUE_TYPE_ROUTES } from "./issue-types.js";
import { ISSUE_ROUTES } from "./issues.js";
import { LABEL_ROUTES } from "./labels.js";
import { LIMIT_ROUTES } from "./limits.js";
import { MILESTONE_ROUTES } from "./milestones.js";
import { ORGANIZATION_ROUTES } from "./organizations.js";
import { PULL_ROUTES } from "./pulls.js";
import { REPOSITORY_ROUTES, USER_ROUTES } from "./repositories.js";
import { compileRoute } from "./route.js";
import { SUB_ISSUE_ROUTES } from "./sub-issues.js";
import { TIMELINE_ROUTES } from "./timeline.js";

/** Everything the sandbox answers over REST. More particular patterns stand before more general ones. */
export const ROUTES = [
  ...APP_ROUTES,
  ...DELIVERY_ROUTES,
  ...LIMIT_ROUTES,
  ...USER_ROUTES,
  ...ORGANIZATION_ROUTES,
  ...COMMENT_ROUTES,
  ...SUB_ISSUE_ROUTES,
  ...TIMELINE_ROUTES,
  ...LABEL_ROUTES,
  ...MILESTONE_ROUTES,
  ...ISSUE_ROUTES,
  ...ISSUE_TYPE_ROUTES,
  ...GIT_DATA_ROUTES,
  ...PULL_ROUTES,
  ...CHECK_ROUTES,
  ...CONTENT_ROUTES,
  ...COMMIT_ROUTES,
  ...REPOSITORY_ROUTES,
].map(compileRoute);
