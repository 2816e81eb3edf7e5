import { createPublicKey, createVerify } from "node:crypto";
import { Refusal } from "../world/refusal.js";
import type { World } from "../world/world.js";

const MAX_AHEAD_SECONDS = 600;
/** GitHub's clock and the app's may differ a little. */
const DRIFT_SECONDS = 60;

/** Accepts a JSON web token as GitHub does for apps: RS256 by the app's key, at most ten minutes long. */
export function verifyAppJwt(world: World, token: string): void {
  const [head, claims, signature] = token.split(".");
  const undecodable = new Refusal("unauthorized", "A JSON web token could not be decoded");
  if (head === undefined || claims === undefined || signature === undefined) throw undecodable;
  if (readPart(head)["alg"] !== "RS256") throw undecodable;
  requireIssuer(world, readPart(claims)["iss"]);
  const key = createPublicKey(world.state.privateKey);
  const isGenuine = createVerify("RSA-SHA256")
    .update(`${head}.${claims}`)
    .verify(key, signature, "base64url");
  if (!isGenuine) throw undecodable;
  requireClaims(readPart(claims));
}

/** Who is meant says whose key it must be, so an app that is not there comes before a wrong signature. */
function requireIssuer({ state }: World, issuer: unknown): void {
  const { app } = state;
  if (issuer === app.clientId || Number(issuer) === app.id) return;
  if (Number.isInteger(Number(issuer))) throw new Refusal("not-found", "Integration not found");
  throw new Refusal("unauthorized", "'Issuer' claim ('iss') must be an Integer");
}

function requireClaims(claims: Record<string, unknown>): void {
  const second = Math.floor(Date.now() / 1000);
  const expires = claims["exp"];
  if (typeof expires !== "number")
    throw new Refusal("unauthorized", "Missing 'expiration time' claim ('exp')");
  if (expires < second)
    throw new Refusal(
      "unauthorized",
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (expires > second + MAX_AHEAD_SECONDS + DRIFT_SECONDS)
    throw new Refusal("unauthorized", "'Expiration time' claim ('exp') is too far in the future");
  const issued = claims["iat"];
  if (typeof issued !== "number" || issued > second + DRIFT_SECONDS) {
    throw new Refusal(
      "unauthorized",
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
}

function readPart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
