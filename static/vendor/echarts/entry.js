import { init, setPlatformAPI, use } from "echarts/core";
import { BarChart, BoxplotChart, CustomChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { GridSimpleComponent, LegendPlainComponent, TitleComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart, BoxplotChart, CustomChart, LineChart, PieChart, ScatterChart,
  GridSimpleComponent, LegendPlainComponent, TitleComponent,
  LabelLayout, SVGRenderer,
]);

export { init, setPlatformAPI };
