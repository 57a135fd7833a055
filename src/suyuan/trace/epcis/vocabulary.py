"""The words of the Core Business Vocabulary 2.0, and the three spellings each of them has.

A word is written bare in JSON (``receiving``), as a URN in XML (``urn:epcglobal:cbv:bizstep:receiving``) and as a Web
URI or its short form anywhere (``https://ref.gs1.org/cbv/BizStep-receiving``, ``cbv:BizStep-receiving``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from suyuan.kernel.i18n import Label

CBV = "https://ref.gs1.org/cbv/"
GS1_VOC = "https://gs1.org/voc/"


def _labels(text: str) -> dict[str, Label]:
    rows = (line.split("|") for line in text.strip().splitlines())
    return {word: Label(zh, en) for word, zh, en in rows}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BIZ_STEPS: dict[str, Label] = _labels("""
accepting|接受|Accepting
arriving|到达|Arriving
assembling|组装|Assembling
collecting|回收收集|Collecting
commissioning|赋码启用|Commissioning
consigning|托运|Consigning
creating_class_instance|生产批次|Creating a class instance
cycle_counting|循环盘点|Cycle counting
decommissioning|停用|Decommissioning
departing|离场|Departing
destroying|销毁|Destroying
disassembling|拆解|Disassembling
dispensing|分发|Dispensing
encoding|写码|Encoding
entering_exiting|进出|Entering or exiting
holding|隔离|Holding
inspecting|检验|Inspecting
installing|安装|Installing
killing|灭活标签|Killing the tag
loading|装车|Loading
other|其他|Other
packing|包装|Packing
picking|拣货|Picking
receiving|收货|Receiving
removing|移出|Removing
repackaging|重新包装|Repackaging
repairing|维修|Repairing
replacing|替换|Replacing
reserving|预留|Reserving
retail_selling|零售|Retail selling
sampling|取样|Sampling
sensor_reporting|传感器报告|Sensor reporting
shipping|发货|Shipping
staging_outbound|备货待发|Staging outbound
stock_taking|盘点|Stock taking
stocking|上架|Stocking
storing|储存|Storing
transporting|运输|Transporting
unloading|卸车|Unloading
unpacking|拆包|Unpacking
void_shipping|撤销发货|Voiding a shipment
""")

DISPOSITIONS: dict[str, Label] = _labels("""
active|在用|Active
available|可用|Available
completeness_inferred|推定完整|Completeness inferred
completeness_verified|已核实完整|Completeness verified
conformant|合格|Conformant
container_closed|容器已封|Container closed
container_open|容器已开|Container open
damaged|损坏|Damaged
destroyed|已销毁|Destroyed
dispensed|已分发|Dispensed
disposed|已处置|Disposed
encoded|已写码|Encoded
expired|已过期|Expired
in_progress|进行中|In progress
in_transit|在途|In transit
inactive|停用|Inactive
mismatch_class|品类不符|Class mismatch
mismatch_instance|个体不符|Instance mismatch
mismatch_quantity|数量不符|Quantity mismatch
needs_replacement|需更换|Needs replacement
no_pedigree_match|谱系不符|No pedigree match
non_conformant|不合格|Non-conformant
non_sellable_other|不可售|Not sellable
partially_dispensed|部分分发|Partially dispensed
recalled|已召回|Recalled
reserved|已预留|Reserved
retail_sold|已零售|Sold at retail
returned|已退回|Returned
sellable_accessible|可售可取|Sellable, accessible
sellable_not_accessible|可售不可取|Sellable, not accessible
stolen|被盗|Stolen
unavailable|不可用|Unavailable
unknown|未知|Unknown
""")

BIZ_TRANSACTIONS = _words("bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt")
SOURCE_DESTINATIONS = _words("owning_party possessing_party location")
ERROR_REASONS = _words("did_not_occur incorrect_data")
COMPONENTS = _words("""
x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude
longitude altitude
""")

ALERTS = _words("ALARM_CONDITION ERROR_CONDITION")
MEASUREMENTS = _words("""
AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance
AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance
Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity
ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force
Frequency Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance
LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass
MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass
MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity Resistance Resistivity SolidAngle
SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate
VolumeFraction VolumetricFlux Wavenumber
""")


@dataclass(frozen=True)
class Vocabulary:
    """One list of standard words.

    :param key: name used in messages.
    :param words: the bare words.
    :param web: what stands before the word in its Web URI.
    :param short: what stands before it in the short form.
    :param urn: what stands before it in its URN, or empty.
    """

    key: str
    words: frozenset[str]
    web: str
    short: str
    urn: str = ""

    def claims(self, text: str) -> str | None:
        """The word, known or not, that ``text`` spells as URN or Web URI of this vocabulary; else ``None``."""
        found = re.match(rf"(?:https?://(?:ref|ns)\.gs1\.org/cbv/|cbv:){self.short}(.+)", text)
        if self.web.startswith(GS1_VOC):
            found = re.match(r"(?:https?://(?:www\.)?gs1\.org/voc/)(.+)", text)
        if found:
            return found[1]
        return text[len(self.urn) :] if self.urn and text.startswith(self.urn) else None

    def word(self, text: str) -> str:
        """The bare word of ``text`` when it is a known one in any spelling; else ``text`` as it is."""
        claimed = self.claims(text)
        if claimed is None and text.startswith("gs1:") and self.web.startswith(GS1_VOC):
            claimed = text[4:]
        return claimed if claimed in self.words else text

    def uri(self, text: str) -> str:
        """The Web URI of ``text`` when it is a known word in any spelling; else ``text`` as it is."""
        word = self.word(text)
        return self.web + word if word in self.words else text


def _cbv(key: str, words: frozenset[str], short: str, urn: str) -> Vocabulary:
    return Vocabulary(key, words, CBV + short, short, f"urn:epcglobal:cbv:{urn}:" if urn else "")


BIZ_STEP = _cbv("biz_step", frozenset(BIZ_STEPS), "BizStep-", "bizstep")
DISPOSITION = _cbv("disposition", frozenset(DISPOSITIONS), "Disp-", "disp")
BIZ_TRANSACTION = _cbv("biz_transaction", BIZ_TRANSACTIONS, "BTT-", "btt")
SOURCE_DESTINATION = _cbv("source_destination", SOURCE_DESTINATIONS, "SDT-", "sdt")
ERROR_REASON = _cbv("error_reason", ERROR_REASONS, "ER-", "er")
COMPONENT = _cbv("component", COMPONENTS, "Comp-", "")
MEASUREMENT = Vocabulary("measurement", MEASUREMENTS, GS1_VOC, "")
ALERT = Vocabulary("alert", ALERTS, GS1_VOC, "")
