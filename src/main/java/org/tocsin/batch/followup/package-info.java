/** Batches that follow another one: once more to those not reached, and a correction to everyone who may have been. */
package org.tocsin.batch.followup;
