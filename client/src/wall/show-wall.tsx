/** Shows the wall in `root`. */
export async function showWall(_root: HTMLElement, _drill: string | null): Promise<void> {}
