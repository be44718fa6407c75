// Greetings, thanks, and what can be asked.
import { type Clause, type Family, reply, type Step } from "../plan.js";

export const needsModel =
	"This needs a language model, and nexus is running offline without one. Set ANTHROPIC_API_KEY or OPENAI_API_KEY, or run a local server such as ollama; /model or `nexus models` shows what was found.";

const things = `Offline, with no model, plain requests like these work:
- what is 15% of 240, and what time is it in Tokyo?
- convert 5 km to miles · average of 3, 5 and 9 · is 97 prime? · derivative of x^2
- how many days until christmas · what day was July 4, 1776
- list the files · show the first 5 lines of notes.txt · search for TODO in src
- create a file hello.txt with "hi" · convert data.csv to json
- run \`git status\` · fetch example.com · how much memory is free · remember that the demo is on Friday
For anything that needs a language model, set ANTHROPIC_API_KEY or OPENAI_API_KEY, or run a local server such as ollama.`;

const rules: readonly (readonly [RegExp, string])[] = [
	[
		/^(?:help|help me|\/help|\?|(?:show |get )?(?:me )?(?:the )?help|usage|commands|what (?:can|could|do) (?:you|i|nexus) (?:do|ask|say|type|try|help with|help me with)(?: here| for me| offline| without a model)?|what (?:are|is) (?:you|your|nexus)(?: capable of| capabilities| features| able to do)?|what (?:tools|commands|features|capabilities|functions) (?:do you have|are (?:there|available)|can i use|have you got)|(?:list|show)(?: me)?(?: your| the| all)* (?:tools|commands|capabilities|features)|how (?:do|can|should) (?:i|you|this|it) (?:use (?:this|you|nexus)|work|start|get started)|how does (?:this|nexus|it) work|getting started|i need help|i am (?:lost|stuck|new here)|give me (?:some )?examples|what (?:(?:kinds?|sorts?|types?) of )?(?:things? |questions? |requests? |stuff |tasks? )?(?:can|could|should) (?:i|you) (?:ask|do|say|help with|answer|handle)(?: to)?(?: you| me| here| with (?:this|nexus|you)| you to do| about)*|examples)$/i,
		things,
	],
	[
		/^(?:hi|hello|hey|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|hey there|hi there|hello there|sup|what is up|hola|bonjour)(?: nexus| there| everyone)?$/i,
		`Hello. ${things}`,
	],
	[
		/^(?:how are you(?: doing)?(?: today)?|how is it going|how do you do|you ok|are you there|you there)$/i,
		'Running. There is no model behind this session, only tools; say "help" for what works.',
	],
	[
		/^(?:thanks?|thank you|thx|ty|cheers|great|nice|perfect|cool|awesome|good job|well done|ok|okay|got it|thanks a lot|thank you (?:so|very) much|many thanks|never ?mind|forget (?:it|about it|that)|that (?:was|is) all|all good|bye|goodbye|see you|good ?night)(?: nexus| bye| then| again)*$/i,
		'You\'re welcome. Say "help" for what can be asked.',
	],
	[
		/^(?:who are you|what are you|what is (?:your name|nexus)|are you (?:an? )?(?:ai|bot|human|robot|model|llm|chatgpt|claude|gpt|real|person|language model|program)|which model (?:are you|is this|do you use|am i using)|what model (?:are you|is this|do you use|am i (?:using|talking to))|who made you|introduce yourself|tell me about yourself|is this (?:an )?ai)$/i,
		'This is nexus, running offline: a deterministic interpreter of plain requests, with no language model behind it. Say "help" for what it can do.',
	],
];

function match(clause: Clause): Step | undefined {
	const found = rules.find(([pattern]) => pattern.test(clause.text.trim().replace(/[!.?]+$/, "")));
	return found === undefined ? undefined : reply(found[1]);
}

export const help: Family = { name: "help", match };
