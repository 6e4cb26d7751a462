'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { approveCityNode, approveCityNodeInput } from '#lib/city-nodes/approve-city-node.ts';
import { editCityNode, editCityNodeInput } from '#lib/city-nodes/edit-city-node.ts';
import { enrolCityNode, enrolCityNodeInput } from '#lib/city-nodes/enrol-city-node.ts';
import { pauseCityNode, pauseCityNodeInput } from '#lib/city-nodes/pause-city-node.ts';
import { resumeCityNode, resumeCityNodeInput } from '#lib/city-nodes/resume-city-node.ts';
import { setOffering, setOfferingInput } from '#lib/city-nodes/set-offering.ts';

export const enrolCityNodeAction = formAction({
  name: 'cityNode.enrol',
  input: enrolCityNodeInput,
  secrets: ['token'],
  run: (actor, input) => enrolCityNode(actor, input),
});

export const approveCityNodeAction = formAction({
  name: 'cityNode.approve',
  input: approveCityNodeInput,
  run: async (actor, input) => {
    await approveCityNode(actor, input);
    refresh();
  },
});

export const pauseCityNodeAction = formAction({
  name: 'cityNode.pause',
  input: pauseCityNodeInput,
  run: async (actor, input) => {
    await pauseCityNode(actor, input);
    refresh();
  },
});

export const resumeCityNodeAction = formAction({
  name: 'cityNode.resume',
  input: resumeCityNodeInput,
  run: async (actor, input) => {
    await resumeCityNode(actor, input);
    refresh();
  },
});

export const editCityNodeAction = formAction({
  name: 'cityNode.edit',
  input: editCityNodeInput,
  run: async (actor, input) => {
    await editCityNode(actor, input);
    refresh();
  },
});

export const setOfferingAction = formAction({
  name: 'offering.set',
  input: setOfferingInput,
  run: async (actor, input) => {
    await setOffering(actor, input);
    refresh();
  },
});
