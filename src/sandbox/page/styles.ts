/** One style sheet for all pages: system fonts, no resource from anywhere, light and dark. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --ground: #f7f7f5; --paper: #ffffff; --ink: #1d2226; --soft: #5d666e; --line: #e2e2dd; --sunk: #f1f1ee;
  --accent: #1f6f54; --accent-soft: #dcefe7; --open: #1a7f37; --done: #7b4fc9; --dropped: #6b7280;
  --added: #e2f5e8; --added-ink: #0c5b2b; --added-mark: #a6e2b9; --removed: #fdeceb; --removed-ink: #8b1d16; --removed-mark: #f9c2bd;
  --warn: #9a5b00; --tick: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='white' stroke-width='2.6' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M3 8.5l3.4 3.4L13 4.8'/%3E%3C/svg%3E");
  --shadow: 0 1px 2px rgb(20 25 30 / 6%), 0 4px 16px rgb(20 25 30 / 4%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --paper: #1b1f23; --ink: #e4e7ea; --soft: #98a2ab; --line: #2c3238; --sunk: #22272c;
    --accent: #6bcaa4; --accent-soft: #1d3a30; --open: #56c271; --done: #b497f0; --dropped: #98a2ab;
    --added: #15301f; --added-ink: #a5e3b8; --added-mark: #26603b; --removed: #371c1b; --removed-ink: #f5b5b0; --removed-mark: #7a2b27;
    --warn: #e3b262;
    --tick: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='%23142a21' stroke-width='2.6' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M3 8.5l3.4 3.4L13 4.8'/%3E%3C/svg%3E");
    --shadow: none;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible + label { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre, .oid { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.88em; }
:not(pre) > code { background: var(--sunk); padding: 0.1em 0.35em; border-radius: 4px; overflow-wrap: anywhere; }
td code { white-space: nowrap; overflow-wrap: normal; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 8px; z-index: 1; }
header.top { background: var(--paper); border-bottom: 1px solid var(--line); } @media (min-width: 821px) { header.top { position: sticky; top: 0; z-index: 2; } html { scroll-padding-top: 60px; } }
header.top nav { max-width: 1180px; margin: auto; padding: 12px 20px; display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
header.top .mark { display: inline-grid; place-items: center; width: 24px; height: 24px; border-radius: 6px; background: var(--accent); color: var(--paper); }
header.top .mark svg { width: 15px; height: 15px; }
header.top .crumb { color: var(--soft); } header.top .crumb + .crumb::before { content: "/"; margin-right: 8px; color: var(--line); }
header.top .crumb a { color: inherit; } header.top .crumb[aria-current] { color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
header.top .live { margin-left: auto; color: var(--soft); font-size: 13px; }
.live::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%; background: var(--open); }
.live.lost::before { background: var(--removed-ink); }
main { max-width: 1180px; margin: auto; padding: 24px 20px 64px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; } h1 .number { color: var(--soft); font-weight: 400; }
h2 { font-size: 16px; margin: 0 0 12px; } .lead { color: var(--soft); max-width: 68ch; margin: 0 0 20px; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 0 0 20px; box-shadow: var(--shadow); min-width: 0; }
section > :last-child, section > div > :last-child { margin-bottom: 0; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); column-gap: 20px; align-items: start; } .columns.even { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 12px; list-style: none; margin: 0; padding: 0; }
.cards > li { border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; min-width: 0; }
.cards a { font-weight: 600; overflow-wrap: anywhere; }
.count { color: var(--soft); font-size: 13px; font-weight: 400; font-variant-numeric: tabular-nums; }
progress { display: block; width: 100%; height: 8px; margin-top: 8px; border: 0; border-radius: 4px; background: var(--sunk); overflow: hidden; appearance: none; }
progress::-webkit-progress-bar { background: var(--sunk); } progress::-webkit-progress-value { background: var(--accent); border-radius: 4px; } progress::-moz-progress-bar { background: var(--accent); }
.empty { color: var(--soft); margin: 0; }
.badge { display: inline-block; padding: 1px 8px; border-radius: 999px; border: 1px solid var(--line); color: var(--soft); font-size: 12px; white-space: nowrap; }
.badge.bot { background: var(--accent-soft); border-color: transparent; color: var(--accent); }
.state { font-weight: 600; color: var(--open); } .state.closed { color: var(--done); } .state.dropped { color: var(--dropped); }
ul.tree, ul.plain { list-style: none; margin: 0; padding: 0; } ul.tree ul { list-style: none; margin: 0 0 0 10px; padding: 0 0 0 14px; border-left: 1px solid var(--line); }
.tree details > summary { list-style: none; cursor: pointer; } .tree summary::-webkit-details-marker { display: none; }
.tree .row { display: flex; gap: 8px; align-items: baseline; padding: 3px 0; } .tree .row > a { color: var(--ink); overflow-wrap: anywhere; min-width: 0; }
.tree .row .number, .tree .row .count { color: var(--soft); font-size: 13px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.tree .row .fold { width: 12px; flex: none; color: var(--soft); } .tree summary .fold::before { content: "▸"; } .tree details[open] > summary .fold::before { content: "▾"; }
.dot { flex: none; width: 10px; height: 10px; border-radius: 50%; border: 2px solid var(--open); align-self: flex-start; margin-top: 7px; } .dot.closed { background: var(--done); border-color: var(--done); } .dot.dropped { border-color: var(--dropped); background: linear-gradient(45deg, transparent 42%, var(--dropped) 42% 58%, transparent 58%); }
.tree .row.dropped > a { text-decoration: line-through; color: var(--soft); }
.commits > li { padding: 10px 0; border-top: 1px solid var(--line); } .commits > li:first-child { border-top: 0; padding-top: 0; }
.commits .headline { font-weight: 600; overflow-wrap: anywhere; } .commits .headline a { color: var(--ink); } .commits .by { color: var(--soft); font-size: 13px; }
.diff { margin: 8px 0 0; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; font-size: 12.5px; line-height: 1.5; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.diff div { padding: 0 10px; white-space: pre; width: max-content; min-width: 100%; } .diff .added { background: var(--added); color: var(--added-ink); } .diff .removed { background: var(--removed); color: var(--removed-ink); }
.diff .added b { background: var(--added-mark); font-weight: inherit; border-radius: 2px; } .diff .removed b { background: var(--removed-mark); font-weight: inherit; border-radius: 2px; }
.diff .hunk { color: var(--soft); background: var(--sunk); } .diff .more { color: var(--soft); }
.diff i { display: inline-block; width: 1.6em; font-style: normal; opacity: 0.7; user-select: none; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 16px; margin: 0; } .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; } th { color: var(--soft); font-weight: 500; font-size: 13px; } th.right, td.right { text-align: right; } th.center, td.center { text-align: center; } tr:last-child td { border-bottom: 0; }
.log td { font-size: 13px; font-variant-numeric: tabular-nums; } .log td:first-child { white-space: nowrap; } .log .wide { overflow-wrap: anywhere; } .bad { color: var(--removed-ink); } .pending { color: var(--warn); }
.buttons { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; margin-top: 14px; }
button { font: inherit; font-weight: 600; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 7px 14px; cursor: pointer; } button:hover { background: var(--sunk); } button.main { background: var(--accent); border-color: transparent; color: var(--paper); } button.main:hover { filter: brightness(1.08); } button:disabled { opacity: 0.5; cursor: default; }
#told { position: fixed; left: 50%; bottom: 20px; transform: translateX(-50%); max-width: min(640px, calc(100vw - 32px)); padding: 10px 16px; border-radius: 8px; background: var(--ink); color: var(--paper); font-size: 14px; overflow-wrap: anywhere; z-index: 3; } #told:empty { display: none; } #told.refused { background: var(--removed); color: var(--removed-ink); border: 1px solid var(--removed-mark); }
.who { color: var(--soft); font-size: 13px; } .who select { margin: 0 0 0 4px; padding: 3px 6px; color: var(--ink); border: 1px solid var(--line); border-radius: 6px; }
.say label:not(.who) { display: block; margin: 12px 0 4px; color: var(--soft); font-size: 13px; } .say > p + label { margin-top: 12px; } h1 + [data-live] > nav.parts { margin-top: 12px; }
textarea, .say input:not([type="hidden"]) { display: block; width: 100%; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 7px 10px; } textarea { resize: vertical; } textarea:focus-visible, .say input:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.edit textarea { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
.talk { list-style: none; margin: 0 0 16px; padding: 0; } .talk > li { border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; margin-bottom: 10px; } .talk .by, .checks .by { color: var(--soft); font-size: 13px; margin-bottom: 4px; } .talk .prose > :last-child { margin-bottom: 0; } .talk .prose > :first-child, .checks .prose > :first-child { margin-top: 4px; } .prose .scroll { margin-bottom: 10px; } .prose td, .prose th { overflow-wrap: break-word; } .talk .badges { margin: 8px 0 0; }
.checks > li { padding: 10px 0; border-top: 1px solid var(--line); } .checks > li:first-child { border-top: 0; padding-top: 0; } .checks .headline { font-weight: 600; overflow-wrap: anywhere; } .checks summary { cursor: pointer; color: var(--accent); font-size: 13px; }
.badge.good { color: var(--open); border-color: var(--open); } .badge.bad { color: var(--removed-ink); border-color: var(--removed-ink); } .badge.pending { color: var(--warn); border-color: var(--warn); }
.obstacles { margin: 0 0 12px; padding-left: 20px; color: var(--warn); }
nav.parts { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 20px; } nav.parts a { padding: 4px 12px; border: 1px solid var(--line); border-radius: 999px; font-size: 13px; background: var(--paper); } nav.parts a[aria-current] { background: var(--accent-soft); border-color: transparent; font-weight: 600; }
.guide { list-style: none; margin: 0 0 12px; padding: 0; } .guide > li { display: flex; gap: 10px; padding: 4px 0; } .guide > li > span:last-child { min-width: 0; overflow-wrap: anywhere; }
.guide .box { flex: none; width: 17px; height: 17px; margin-top: 3px; border: 1.5px solid var(--soft); border-radius: 4px; background: center / 13px no-repeat; } .guide .done .box { background-color: var(--accent); border-color: var(--accent); background-image: var(--tick); } .guide .done { color: var(--soft); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.workflows { max-width: 640px; margin: 0 0 16px; } .workflows summary { cursor: pointer; color: var(--accent); font-size: 13px; } .workflows td { vertical-align: middle; } .workflows td:last-child { text-align: right; }
.prose { overflow-wrap: anywhere; } .prose h2 { font-size: 21px; margin: 0 0 12px; } .prose h2:not(:first-child), .prose h3, .prose h4, .prose h5 { margin: 24px 0 8px; line-height: 1.3; } .prose h3 { font-size: 18px; padding-bottom: 4px; border-bottom: 1px solid var(--line); } .prose h4 { font-size: 16px; } .prose h5 { font-size: 15px; }
hr { border: 0; border-top: 1px solid var(--line); margin: 16px 0; }
.prose p { margin: 0 0 10px; } .prose ul, .prose ol { margin: 0 0 10px; padding-left: 22px; } .prose li.task { list-style: none; margin-left: -22px; padding: 2px 0 2px 26px; position: relative; } .prose li > ul, .prose li > ol { margin: 2px 0; padding-left: 22px; }
.prose li.task > input { position: absolute; left: 1px; top: 5px; width: 17px; height: 17px; margin: 0; appearance: none; background: var(--paper) center / 13px no-repeat; border: 1.5px solid var(--soft); border-radius: 4px; }
.prose li.task > input:checked { background-color: var(--accent); border-color: var(--accent); background-image: var(--tick); } .prose li.task > input[data-line] { cursor: pointer; } .prose li.task > input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } .prose li.task.fresh { animation: fresh 2.5s ease-out; border-radius: 6px; } @keyframes fresh { from { background: var(--accent-soft); } }
.prose li.task > p { display: inline; } .prose blockquote { margin: 0 0 10px; padding-left: 14px; border-left: 3px solid var(--line); color: var(--soft); } .prose pre, pre.raw { background: var(--sunk); padding: 12px 14px; border-radius: 8px; overflow-x: auto; } .prose .reference { font-size: 0.9em; background: var(--accent-soft); padding: 0 6px; border-radius: 999px; white-space: nowrap; }
pre.raw { margin: 0; tab-size: 4; } .comment { display: none; color: var(--soft); background: var(--sunk); border-radius: 4px; padding: 0 4px; font-size: 0.88em; font-family: ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; } .show-comments:checked ~ .prose .comment { display: inline; }
.switch { display: flex; gap: 14px; flex-wrap: wrap; font-size: 13px; color: var(--soft); } .tabs > input, .visually { position: absolute; opacity: 0; pointer-events: none; }
.tabs { position: relative; } .tabs > label { display: inline-block; padding: 4px 12px; border: 1px solid var(--line); border-radius: 999px; font-size: 13px; cursor: pointer; margin: 0 6px 16px 0; color: var(--soft); } .tabs > input:checked + label { background: var(--accent-soft); color: var(--accent); border-color: transparent; font-weight: 600; }
.tabs > .raw, .tabs > .prose, .tabs > .edit { display: none; } #tab-view:checked ~ .prose, #tab-raw:checked ~ .raw, #tab-edit:checked ~ .edit { display: block; }
.comments-switch { display: inline-flex; gap: 6px; align-items: center; color: var(--soft); font-size: 13px; margin: 0 0 10px; }
main.wide { max-width: none; } .board { display: flex; gap: 14px; align-items: flex-start; overflow-x: auto; padding-bottom: 8px; }
.board .column { flex: 1 0 280px; max-width: 380px; padding: 14px; background: var(--sunk); box-shadow: none; } .board h2 { display: flex; gap: 8px; align-items: center; }
.swatch { width: 12px; height: 12px; border-radius: 50%; background: #8b949e; } .swatch.blue { background: #3b82f6; } .swatch.green { background: #2da44e; } .swatch.orange { background: #e16f24; } .swatch.pink { background: #db61a2; } .swatch.purple { background: #8250df; } .swatch.red { background: #cf222e; } .swatch.yellow { background: #bf8700; }
.items { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; } .items > li { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; min-width: 0; content-visibility: auto; contain-intrinsic-size: auto 120px; }
.items .title { display: flex; gap: 8px; align-items: baseline; } .items .title a { color: var(--ink); overflow-wrap: anywhere; min-width: 0; } .items .number { color: var(--soft); font-size: 13px; margin-left: auto; } .items .badges { margin: 8px 0 0; } .items .badges .badge { white-space: normal; }
.values { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 10px; margin: 8px 0 0; font-size: 13px; } .values dt { color: var(--soft); } .values dd { margin: 0; overflow-wrap: anywhere; }
select { font: inherit; font-size: 13px; color: var(--soft); background: transparent; border: 0; padding: 0; margin-top: 8px; max-width: 100%; cursor: pointer; } select:focus-visible { outline: 2px solid var(--accent); border-radius: 4px; }
footer { max-width: 1180px; margin: auto; padding: 0 20px 40px; color: var(--soft); font-size: 13px; }
@media (max-width: 820px) { .columns, .columns.even { grid-template-columns: minmax(0, 1fr); } main { padding: 16px 12px 48px; } section { padding: 14px; } header.top nav { padding: 10px 12px; } .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd { margin-bottom: 8px; } }
@media (prefers-reduced-motion: reduce) { .prose li.task.fresh { animation: none; } }
`;
