import type { ComponentType } from "react";
import { AddressWidget } from "./address.tsx";
import { BoolWidget, SwitchWidget } from "./bool.tsx";
import { CatchWeightWidget } from "./catch_weight.tsx";
import { ChoiceWidget, ColorTagWidget, DropdownWidget, RadioWidget } from "./choice.tsx";
import { CodeRangeWidget } from "./code_range.tsx";
import { DatetimeWidget, DateWidget } from "./date.tsx";
import { DurationWidget } from "./duration.tsx";
import { FileWidget } from "./file.tsx";
import { ImageWidget } from "./image.tsx";
import { LinkWidget } from "./link.tsx";
import { LongTextWidget } from "./long_text.tsx";
import { LotWidget } from "./lot.tsx";
import { MoneyWidget } from "./money.tsx";
import { MultiWidget } from "./multi.tsx";
import { NumberWidget } from "./number.tsx";
import { QuantityWidget } from "./quantity.tsx";
import { RatingWidget } from "./rating.tsx";
import { RichTextWidget } from "./rich_text.tsx";
import { ScanWidget } from "./scan.tsx";
import { SignatureWidget } from "./signature.tsx";
import { TextWidget } from "./text.tsx";
import { TimeWidget } from "./time.tsx";
import { TreeWidget } from "./tree.tsx";
import type { WidgetProps } from "./tools.ts";

/** How each field is filled, by widget key; serial numbers, look-ups and expressions are only shown. */
export const WIDGETS: Record<string, ComponentType<WidgetProps>> = {
  address: AddressWidget,
  bool: BoolWidget,
  catch_weight: CatchWeightWidget,
  checkbox: MultiWidget,
  choice: ChoiceWidget,
  code_range: CodeRangeWidget,
  color_tag: ColorTagWidget,
  date: DateWidget,
  datetime: DatetimeWidget,
  department: LinkWidget,
  dropdown: DropdownWidget,
  duration: DurationWidget,
  file: FileWidget,
  image: ImageWidget,
  link: LinkWidget,
  location: LinkWidget,
  long_text: LongTextWidget,
  lot: LotWidget,
  money: MoneyWidget,
  multi: MultiWidget,
  number: NumberWidget,
  person: LinkWidget,
  quantity: QuantityWidget,
  radio: RadioWidget,
  rating: RatingWidget,
  rich_text: RichTextWidget,
  scan: ScanWidget,
  signature: SignatureWidget,
  switch: SwitchWidget,
  temperature: NumberWidget,
  text: TextWidget,
  time: TimeWidget,
  tree: TreeWidget,
};
