import {
  type AnyRoute,
  type AnyRouter,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
} from "@tanstack/react-router";
import { type Screen, Waiting } from "../kit/index.ts";
import { Broken } from "./Broken.tsx";
import { Frame } from "./frame/Frame.tsx";
import { NotFound } from "./NotFound.tsx";
import { roomScreens } from "./rooms.ts";

function lazy(screen: Screen): RouteComponent {
  return lazyRouteComponent(() => screen.load().then((component) => ({ default: component })), "default");
}

/** All screens behind the frame, except the bare ones. */
export function makeRouter(): AnyRouter {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });
  const frame = createRoute({ getParentRoute: () => root, id: "frame", component: Frame });
  const routeOf = (screen: Screen, parent: AnyRoute): AnyRoute =>
    createRoute({ getParentRoute: () => parent, path: screen.path, component: lazy(screen) });
  const screens = roomScreens();
  const bare = screens.filter((screen) => screen.bare).map((screen) => routeOf(screen, root));
  const framed = screens.filter((screen) => !screen.bare).map((screen) => routeOf(screen, frame));
  return createRouter({
    routeTree: root.addChildren([...bare, frame.addChildren(framed)]),
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString();
      return text ? `?${text}` : "";
    },
    defaultPreload: "intent",
    defaultPendingComponent: Waiting,
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    scrollToTopSelectors: ["#main"],
  }) as unknown as AnyRouter;
}
