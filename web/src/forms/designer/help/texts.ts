import type { Texts } from "../../../kit/i18n.ts";

/** Words of the designer's own tour, a part of the forms'. */
export const designHelpTexts: Texts = {
  dh_help: { zh: "这里怎么用", en: "How this works" },
  dh_next: { zh: "下一步", en: "Next" },
  dh_back: { zh: "上一步", en: "Back" },
  dh_end: { zh: "知道了", en: "Done" },
  dh_fields_palette: { zh: "从这里拿字段", en: "Take fields from here" },
  dh_fields_palette_text: { zh: "点一下就加到表单上，拖动可以放到任意位置。按 / 直接搜索，回车添加。", en: "A click adds one, dragging puts it anywhere. Press / to search, Enter to add." },
  dh_fields_canvas: { zh: "这就是填写人看到的样子", en: "This is what people will see" },
  dh_fields_canvas_text: { zh: "刚加上的字段直接输入标题、回车即可。拖动换位置，拉右边缘改宽度，双击改标题。随时可以撤销。", en: "Type the title of a new field and press Enter. Drag to move, pull the right edge to resize, double-click to rename. Everything can be undone." },
  dh_fields_side: { zh: "选中后在这里设置", en: "Set what you selected here" },
  dh_fields_side_text: { zh: "字段属性：必填、公式、显示条件、可选范围。表单属性：联动规则、提交校验、编号、接下来做什么。系统会按已有字段先给出建议。", en: "Field: required, formulas, when it is shown, what may be chosen. Form: linkage rules, checks, numbering, what follows. Much is proposed from what stands there." },
  dh_fields_tabs: { zh: "字段之后：追溯、发布", en: "After fields: tracing, publishing" },
  dh_fields_tabs_text: { zh: "“追溯”说明提交时批次发生了什么；“发布”前会告诉您改了什么、影响什么。", en: "Trace says what happens to lots on submitting. Publish tells what changed and what it touches before anything takes effect." },
  dh_fields_saving: { zh: "自动保存", en: "Saved by itself" },
  dh_fields_saving_text: { zh: "草稿随时自动保存，断网也不丢；没有发布之前，别人填写的仍是原来的版本。", en: "The draft is saved all the time, offline too. Until you publish, everybody goes on with the version before." },
  dh_trace_tiles: { zh: "批次发生了什么？", en: "What happens to lots?" },
  dh_trace_tiles_text: { zh: "选一项，系统按字段补全批次、数量、地点和物料。", en: "Choose one, and lots, quantities, places and materials are filled in from the fields." },
  dh_trace_event: { zh: "读一遍这句话", en: "Read the sentence" },
  dh_trace_event_text: { zh: "绿色的句子就是系统的理解。缺什么会在下面提示，点一下即可补上。", en: "The green sentence is how it was understood. What is missing is said below, with a button that adds it." },
  dh_publish_main: { zh: "发布前看一眼", en: "Look before publishing" },
  dh_publish_main_text: { zh: "逐条列出改动和问题；点问题可直接到那个字段。已有记录保持原样。", en: "Every change and every mistake is listed; a click on a mistake leads to its field. Records stay as they were captured." },
  dh_publish_versions: { zh: "随时可以回去", en: "You can always go back" },
  dh_publish_versions_text: { zh: "每一版都保留，可以查看，也可以恢复。", en: "Every version is kept, can be looked at and gone back to." },
};
