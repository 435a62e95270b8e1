package org.tocsin.batch.planning;

import org.tocsin.channel.ChannelKind;
import org.tocsin.template.Variant;

/**
 * The variant that people of one language get over one channel.
 *
 * @param personLocale BCP 47 as it stands in their records, or the empty text
 */
record VariantFor(ChannelKind channel, String personLocale, Variant variant) {}
