import type { Theme } from "vitepress";
import DefaultTheme, { VPFeatures } from "vitepress/theme";
import { defineAsyncComponent } from "vue";
import LiveExample from "../../src/playground/live-example.vue";
import HomeFigures from "../../src/results/home-figures.vue";
import RatioChart from "../../src/results/ratio-chart.vue";
import AboutSdk from "../../src/site/about-sdk.vue";
import "./contrast.css";
import "./drawings.css";
import "./home.css";
import "./motion.css";
import "./programs.css";
import "./side-by-side.css";
import "./tables.css";

/** The default look; what is large is loaded by the one page that shows it. */
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("AboutSdk", AboutSdk);
    app.component("LiveExample", LiveExample);
    app.component("HomeFeatures", VPFeatures);
    app.component("HomeFigures", HomeFigures);
    app.component("RatioChart", RatioChart);
    app.component(
      "ErrorNumbers",
      defineAsyncComponent(() => import("../../src/errors/error-numbers.vue")),
    );
    app.component(
      "Playground",
      defineAsyncComponent(() => import("../../src/playground/playground-page.vue")),
    );
  },
} satisfies Theme;
