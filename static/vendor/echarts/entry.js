import { init, setPlatformAPI, use } from "echarts/core";
import { BarChart, BoxplotChart, CustomChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { GridSimpleComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, BoxplotChart, CustomChart, LineChart, PieChart, ScatterChart, GridSimpleComponent, SVGRenderer]);

export { init, setPlatformAPI };
