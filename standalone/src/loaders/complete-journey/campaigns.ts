import type { CampaignRow, CompleteJourneyFiles } from './files.ts';
import type { TimedMessage } from './timed-message.ts';

/** One `Promotion Viewed` per household that a campaign addressed, at the campaign's start. */
export function promotionMessages({
  campaigns,
  campaignTouches,
}: CompleteJourneyFiles): readonly TimedMessage[] {
  return campaignTouches.map(({ campaign_id: id, household_id: household }) => {
    const campaign = findCampaign(campaigns, id);
    return {
      time: startOfDay(campaign.start_date),
      kind: 'promotion',
      number: Number(id),
      household,
      message: {
        type: 'track',
        messageId: `cj-promotion-${id}-${household}`,
        userId: household,
        event: 'Promotion Viewed',
        properties: { promotion_id: id, name: `Campaign ${id}`, creative: campaign.campaign_type },
        // The channel is the medium, the campaign is the name.
        context: { campaign: { name: id, medium: campaign.campaign_type } },
      },
    };
  });
}

/** One `Coupon Applied` per redemption. Rows repeat, so the message is named by its row. */
export function couponMessages({ redemptions }: CompleteJourneyFiles): readonly TimedMessage[] {
  return redemptions.map((row, index) => ({
    time: startOfDay(row.redemption_date),
    kind: 'coupon',
    number: Number(row.campaign_id),
    household: row.household_id,
    message: {
      type: 'track',
      messageId: `cj-coupon-${index + 1}`,
      userId: row.household_id,
      event: 'Coupon Applied',
      properties: { coupon_id: row.coupon_upc, campaign_id: row.campaign_id },
      context: { campaign: { name: row.campaign_id, medium: 'Coupon' } },
    },
  }));
}

function findCampaign(campaigns: ReadonlyMap<string, CampaignRow>, id: string): CampaignRow {
  const campaign = campaigns.get(id);
  if (campaign === undefined) throw new Error(`campaign ${id} is not described`);
  return campaign;
}

const startOfDay = (date: string): number => Date.parse(`${date}T00:00:00Z`);
