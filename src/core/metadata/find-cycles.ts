/**
 * Circles in a graph of dependencies, each as the indexes along it, found once. Without recursion: a file may chain
 * any number of tasks.
 */
export function findCycles(edges: readonly (readonly number[])[]): number[][] {
  const cycles: number[][] = [];
  const seen = new Set<number>();
  for (const node of edges.keys()) {
    if (!seen.has(node)) walkFrom(node, edges, seen, cycles);
  }
  return cycles;
}

function walkFrom(
  node: number,
  edges: readonly (readonly number[])[],
  seen: Set<number>,
  cycles: number[][],
): void {
  const path: { readonly node: number; next: number }[] = [{ node, next: 0 }];
  const places = new Map([[node, 0]]);
  seen.add(node);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const target = edges[top.node]?.[top.next++];
    if (target === undefined) {
      places.delete(top.node);
      path.pop();
      continue;
    }
    const place = places.get(target);
    if (place !== undefined) cycles.push(path.slice(place).map((step) => step.node));
    if (seen.has(target)) continue;
    seen.add(target);
    places.set(target, path.length);
    path.push({ node: target, next: 0 });
  }
}
