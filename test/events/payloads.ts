/** Deliveries in which only what matters is given; the webhook types ask for a hundred fields more. */
export function delivery<Event>(name: string, payload: object): Event {
  return { id: "1", name, payload } as Event;
}

export const repository = {
  name: "app",
  full_name: "acme/app",
  default_branch: "main",
  owner: { login: "acme" },
};
export const installation = { id: 42 };
export const key = { installationId: 42, owner: "acme", name: "app" };
