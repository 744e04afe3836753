/** An entry of the menu that TypeDoc generates. */
export interface SidebarItem {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly SidebarItem[];
}

/** The menu without pages that are not there any more, the whole SDK before its parts. */
export function sidebarOf(items: readonly SidebarItem[], paths: ReadonlySet<string>): SidebarItem[] {
  const order = (item: SidebarItem): number => Number(item.text.startsWith("@"));
  return present(items, paths).sort((one, other) => order(one) - order(other));
}

/** A group gets a link to its heading: one without a link would be a button that contains a button. */
function present(items: readonly SidebarItem[], paths: ReadonlySet<string>, parent = ""): SidebarItem[] {
  return items.flatMap((item) => {
    if (item.items === undefined) return paths.has(pathOf(item)) ? [item] : [];
    const link = item.link ?? `${parent}#${item.text.toLowerCase().replaceAll(" ", "-")}`;
    const inside = present(item.items, paths, link);
    return inside.length > 0 || item.link !== undefined ? [{ ...item, link, items: inside }] : [];
  });
}

const pathOf = ({ link = "" }: SidebarItem): string => link.replace(/^\/reference\//, "");

/**
 * A menu for each package, by the address it begins with: only that package shows its exports. One menu with the
 * exports of all would weigh more than most pages, and every page carries its menu.
 */
export function menusByPackage(items: readonly SidebarItem[]): Record<string, SidebarItem[]> {
  const isPackage = ({ link = "" }: SidebarItem): boolean => link.endsWith("/");
  const closed = ({ text, link = "" }: SidebarItem): SidebarItem => ({ text, link });
  const menu = (open?: SidebarItem): SidebarItem[] =>
    items.map((item) => (item === open ? { ...item, collapsed: false } : isPackage(item) ? closed(item) : item));
  const packages = items.filter(isPackage);
  return Object.fromEntries([["/reference/", menu()], ...packages.map((each) => [each.link, menu(each)])]);
}
