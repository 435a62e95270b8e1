/**
 * What became of a batch or an incident, counted from the rows at one moment, for whoever has to answer for it.
 *
 * <p>May use: what it needs; nothing may use it.
 */
package org.tocsin.report;
