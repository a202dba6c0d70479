// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SeasonVault} from "../solidity/SeasonVault.sol";
import {Merkle} from "./support/Merkle.sol";
import {CallbackToken} from "./support/OddTokens.sol";
import {VaultTest} from "./support/VaultTest.sol";

contract PrizesTest is VaultTest {
    event Claimed(uint256 indexed season, address indexed account, uint256 amount);
    event PayoutFailed(uint256 indexed season, address indexed account, uint256 amount);

    bytes32 private constant ROOT = bytes32(uint256(1));

    function test_a_prize_goes_to_the_named_account_whoever_asks() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(7);
        bytes32[] memory proof = Merkle.proofOf(tree, 3);
        vm.expectEmit(true, true, true, true, address(vault));
        emit Claimed(SEASON, player(3), amounts[3]);
        vm.prank(STRANGER);
        vault.claim(SEASON, player(3), amounts[3], proof);
        eq(usdt.balanceOf(player(3)), amounts[3], "the winner is paid");
        eq(usdt.balanceOf(STRANGER), 0, "the caller is not");
    }

    function test_nobody_claims_twice() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(3);
        claimFor(0, amounts, tree);
        bytes32[] memory proof = Merkle.proofOf(tree, 0);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.AlreadyClaimed.selector, player(0)));
        vault.claim(SEASON, player(0), amounts[0], proof);
    }

    function test_a_claim_needs_its_own_proof_amount_account_and_season() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(5);
        bytes32[] memory own = Merkle.proofOf(tree, 0);
        bytes32[] memory others = Merkle.proofOf(tree, 1);
        bytes memory wrong = abi.encodeWithSelector(SeasonVault.InvalidProof.selector, player(0));
        vm.expectRevert(wrong);
        vault.claim(SEASON, player(0), amounts[0], others);
        vm.expectRevert(wrong);
        vault.claim(SEASON, player(0), amounts[0] + 1, own);
        vm.expectRevert(wrong);
        vault.claim(SEASON, player(0), amounts[0], new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.InvalidProof.selector, STRANGER));
        vault.claim(SEASON, STRANGER, amounts[0], own);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.WrongState.selector, SeasonVault.State.None));
        vault.claim(SEASON + 1, player(0), amounts[0], own);
    }

    function test_a_proof_of_one_season_is_worth_nothing_in_another() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(2);
        uint256 next = SEASON + 1;
        vault.openSeason(next, FEE, uint64(block.timestamp + 1 days));
        give(player(9), FEE);
        vm.prank(player(9));
        vault.enter(next, player(9));
        vm.warp(block.timestamp + 1 days);
        uint128 prizes = uint128(FEE - (FEE * 15) / 100);
        // Even under the same root: the season is part of the leaf.
        vault.setRoot(next, tree[0], prizes, 0, claimDeadline());
        bytes32[] memory proof = Merkle.proofOf(tree, 0);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.InvalidProof.selector, player(0)));
        vault.claim(next, player(0), amounts[0], proof);
    }

    function test_an_inner_node_does_not_pass_for_a_leaf() public {
        // A leaf is hashed twice over 96 bytes, an inner node once over 64: the parent of two leaves proves nothing.
        (, bytes32[] memory tree) = settleWith(4);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = tree[2];
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.InvalidProof.selector, address(uint160(uint256(tree[3])))));
        vault.claim(SEASON, address(uint160(uint256(tree[3]))), uint256(tree[4]), proof);
    }

    function test_a_leaf_is_hashed_as_the_common_libraries_do() public view {
        // From @openzeppelin/merkle-tree 1.0.8: StandardMerkleTree.of([[season, account, 18250000]], [...]).root
        bytes32 expected = 0x9922b6fae1e8f9e2a8aaed5666a4e15471c81e9296260ed8e556f6cd73a00fd0;
        require(vault.leafOf(SEASON, player(3), 18_250_000) == expected, "the same leaf");
    }

    function test_claims_end_at_the_deadline_to_the_second_and_the_rest_goes_to_the_treasury() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(3);
        uint64 deadline = vault.seasonOf(SEASON).payDeadline;
        vm.warp(deadline - 1);
        claimFor(0, amounts, tree);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.TooEarly.selector, deadline));
        vault.sweep(SEASON);
        vm.warp(deadline);
        bytes32[] memory proof = Merkle.proofOf(tree, 1);
        vm.expectRevert(SeasonVault.ClaimsClosed.selector);
        vault.claim(SEASON, player(1), amounts[1], proof);
        vm.prank(STRANGER);
        vault.sweep(SEASON);
        eq(usdt.balanceOf(TREASURY), 3 * uint256(FEE) - amounts[0], "all that was left");
        eq(usdt.balanceOf(address(vault)), 0, "nothing stays");
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.WrongState.selector, SeasonVault.State.Swept));
        vault.sweep(SEASON);
    }

    function test_a_root_is_set_once() public {
        settleWith(2);
        bytes memory settled = wrongState();
        vm.expectRevert(settled);
        vault.setRoot(SEASON, ROOT, 1, 0, claimDeadline());
        vm.expectRevert(settled);
        vault.cancelSeason(SEASON);
        vm.expectRevert(settled);
        vault.fund(SEASON, 1);
    }

    function test_a_root_waits_for_the_end_of_entries() public {
        enterMany(2);
        vm.expectRevert(SeasonVault.EntryStillOpen.selector);
        vault.setRoot(SEASON, ROOT, 2 * FEE, 0, claimDeadline());
        vault.closeEntries(SEASON);
        vault.setRoot(SEASON, ROOT, 2 * FEE, 0, claimDeadline());
    }

    function test_a_root_needs_its_money_to_the_last_unit() public {
        enterMany(2);
        toDeadline();
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.NotFunded.selector, 2 * FEE + 1, 2 * FEE));
        vault.setRoot(SEASON, ROOT, 2 * FEE + 1, 0, claimDeadline());
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.NotFunded.selector, 2 * FEE + 1, 2 * FEE));
        vault.setRoot(SEASON, ROOT, 2 * FEE, 1, claimDeadline());
        fundWith(1);
        vault.setRoot(SEASON, ROOT, 2 * FEE + 1, 0, claimDeadline());
    }

    function test_another_seasons_money_does_not_cover_a_root() public {
        vault.openSeason(2, FEE, entryDeadline);
        enterMany(5);
        toDeadline();
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.NotFunded.selector, 1, 0));
        vault.setRoot(2, ROOT, 1, 0, claimDeadline());
    }

    function test_the_operator_takes_at_most_the_published_share_of_the_fees() public {
        enterMany(4);
        toDeadline();
        uint128 share = uint128((4 * uint256(FEE) * 1_500) / 10_000);
        uint128 rest = 4 * FEE - share;
        vm.expectRevert(SeasonVault.InvalidTotals.selector);
        vault.setRoot(SEASON, ROOT, rest - 1, share + 1, claimDeadline());
        vm.expectRevert(SeasonVault.InvalidTotals.selector);
        vault.setRoot(SEASON, ROOT, rest - 1, 0, claimDeadline());
        vm.expectRevert(SeasonVault.InvalidTotals.selector);
        vault.setRoot(SEASON, ROOT, 0, 0, claimDeadline());
        vault.setRoot(SEASON, ROOT, rest, share, claimDeadline());
    }

    function test_a_root_and_its_deadline_must_make_sense() public {
        enterMany(1);
        toDeadline();
        vm.expectRevert(SeasonVault.InvalidRoot.selector);
        vault.setRoot(SEASON, bytes32(0), FEE, 0, claimDeadline());
        vm.expectRevert(SeasonVault.InvalidDeadline.selector);
        vault.setRoot(SEASON, ROOT, FEE, 0, uint64(block.timestamp + 30 days - 1));
        vm.expectRevert(SeasonVault.InvalidDeadline.selector);
        vault.setRoot(SEASON, ROOT, FEE, 0, uint64(block.timestamp + 366 days + 1));
    }

    function test_the_fee_share_goes_to_the_treasury_once() public {
        settleWith(4);
        uint256 share = (4 * uint256(FEE) * 1_500) / 10_000;
        vault.takeFeeShare(SEASON);
        eq(usdt.balanceOf(TREASURY), share, "the share");
        vm.expectRevert(SeasonVault.NothingToTake.selector);
        vault.takeFeeShare(SEASON);
    }

    function test_all_prizes_can_be_claimed_after_the_fee_share_was_taken() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(12);
        vault.takeFeeShare(SEASON);
        for (uint256 i = 0; i < 12; i++) {
            claimFor(i, amounts, tree);
        }
        eq(usdt.balanceOf(address(vault)), 0, "to the last unit");
        eq(vault.seasonOf(SEASON).held, 0, "as the books say");
    }

    function test_leaves_above_the_announced_sum_take_nothing_from_the_rest() public {
        enterMany(2);
        toDeadline();
        uint256[] memory amounts = new uint256[](2);
        amounts[0] = 2 * uint256(FEE) - 100;
        amounts[1] = 200;
        bytes32[] memory tree = treeOf(amounts);
        vault.setRoot(SEASON, tree[0], 2 * FEE, 0, claimDeadline());
        claimFor(0, amounts, tree);
        bytes32[] memory proof = Merkle.proofOf(tree, 1);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.PrizesExhausted.selector, 100, 200));
        vault.claim(SEASON, player(1), 200, proof);
    }

    function test_a_pause_holds_back_no_prize() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(2);
        vault.pause();
        claimFor(0, amounts, tree);
        batch(amounts, tree, 2);
        eq(usdt.balanceOf(player(1)), amounts[1], "paid while paused");
    }

    function test_a_batch_pays_all_and_passes_over_those_already_paid() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(20);
        claimFor(4, amounts, tree);
        batch(amounts, tree, 20);
        batch(amounts, tree, 20);
        for (uint256 i = 0; i < 20; i++) {
            eq(usdt.balanceOf(player(i)), amounts[i], "each once");
        }
        eq(vault.seasonOf(SEASON).prizesLeft, 0, "all paid");
    }

    function test_one_blocked_winner_does_not_hold_up_the_others_and_can_claim_later() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(9);
        usdt.setBlackListed(player(4), true);
        vm.expectEmit(true, true, true, true, address(vault));
        emit PayoutFailed(SEASON, player(4), amounts[4]);
        batch(amounts, tree, 9);
        for (uint256 i = 0; i < 9; i++) {
            eq(usdt.balanceOf(player(i)), i == 4 ? 0 : amounts[i], "the others are paid");
        }
        eq(vault.seasonOf(SEASON).prizesLeft, amounts[4], "one prize is left");
        require(!vault.claimed(SEASON, player(4)), "still to be claimed");
        usdt.setBlackListed(player(4), false);
        claimFor(4, amounts, tree);
        eq(usdt.balanceOf(player(4)), amounts[4], "paid in the end");
    }

    function test_a_paused_token_delays_a_batch_and_loses_nothing() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(3);
        usdt.setPaused(true);
        batch(amounts, tree, 3);
        eq(vault.totalHeld(), 3 * uint256(FEE), "all still held");
        usdt.setPaused(false);
        batch(amounts, tree, 3);
        eq(usdt.balanceOf(player(2)), amounts[2], "paid afterwards");
    }

    function test_a_batch_with_a_wrong_proof_or_length_pays_nobody() public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(3);
        (address[] memory accounts, bytes32[][] memory proofs) = listOf(tree, 3);
        amounts[2] += 1;
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.InvalidProof.selector, player(2)));
        vault.claimBatch(SEASON, accounts, amounts, proofs);
        eq(usdt.balanceOf(player(0)), 0, "nobody");
        vm.expectRevert(SeasonVault.LengthMismatch.selector);
        vault.claimBatch(SEASON, accounts, new uint256[](2), proofs);
        vm.expectRevert(SeasonVault.LengthMismatch.selector);
        vault.claimBatch(SEASON, accounts, amounts, new bytes32[][](4));
    }

    function test_a_call_back_during_a_claim_gets_nothing() public {
        CallbackToken token = new CallbackToken();
        vault = new SeasonVault(IERC20(address(token)), address(this), TREASURY);
        vault.openSeason(SEASON, FEE, entryDeadline);
        for (uint256 i = 0; i < 2; i++) {
            token.mint(player(i), FEE);
            vm.prank(player(i));
            vault.enter(SEASON, player(i));
        }
        toDeadline();
        uint256[] memory amounts = split(2 * uint256(FEE), 2);
        bytes32[] memory tree = treeOf(amounts);
        vault.setRoot(SEASON, tree[0], 2 * FEE, 0, claimDeadline());
        token.arm(vault, abi.encodeCall(SeasonVault.claim, (SEASON, player(1), amounts[1], Merkle.proofOf(tree, 1))));
        claimFor(0, amounts, tree);
        require(!token.callSucceeded(), "the inner claim was refused");
        eq(token.balanceOf(player(0)), amounts[0], "the outer one was paid");
        eq(token.balanceOf(player(1)), 0, "the inner one was not");
    }

    function testFuzz_every_split_of_a_pool_is_paid_to_the_last_unit(uint256 seed, uint8 winners, uint64 extra) public {
        uint256 count = 1 + (winners % 40);
        enterMany(count);
        if (extra > 0) fundWith(extra);
        toDeadline();
        uint256 fees = uint256(FEE) * count;
        uint256 share = (fees * (seed % 1_501)) / 10_000;
        uint256 pool = fees + extra - share;
        // Uneven on purpose: each winner gets a random part of what is left, the last one the rest.
        uint256[] memory amounts = new uint256[](count);
        uint256 left = pool;
        for (uint256 i = 0; i + 1 < count; i++) {
            amounts[i] = uint256(keccak256(abi.encode(seed, i))) % (left - (count - i) + 1);
            left -= amounts[i];
        }
        amounts[count - 1] = left;
        bytes32[] memory tree = treeOf(amounts);
        vault.setRoot(SEASON, tree[0], uint128(pool), uint128(share), claimDeadline());
        for (uint256 i = 0; i < count; i++) {
            claimFor(i, amounts, tree);
        }
        if (share > 0) vault.takeFeeShare(SEASON);
        eq(usdt.balanceOf(address(vault)), 0, "nothing is left over");
        eq(vault.totalHeld(), 0, "nor in the books");
        eq(usdt.balanceOf(TREASURY), share, "the treasury has its share");
    }

    function testFuzz_no_changed_claim_is_paid(address account, uint256 amount, bytes32 noise, uint8 at) public {
        (uint256[] memory amounts, bytes32[] memory tree) = settleWith(8);
        bytes32[] memory proof = Merkle.proofOf(tree, 2);
        vm.assume(account != player(2) || amount != amounts[2]);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.InvalidProof.selector, account));
        vault.claim(SEASON, account, amount, proof);
        vm.assume(proof[at % proof.length] != noise);
        proof[at % proof.length] = noise;
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.InvalidProof.selector, player(2)));
        vault.claim(SEASON, player(2), amounts[2], proof);
    }

    function listOf(bytes32[] memory tree, uint256 count)
        private
        pure
        returns (address[] memory accounts, bytes32[][] memory proofs)
    {
        accounts = new address[](count);
        proofs = new bytes32[][](count);
        for (uint256 i = 0; i < count; i++) {
            accounts[i] = player(i);
            proofs[i] = Merkle.proofOf(tree, i);
        }
    }

    function batch(uint256[] memory amounts, bytes32[] memory tree, uint256 count) private {
        (address[] memory accounts, bytes32[][] memory proofs) = listOf(tree, count);
        vault.claimBatch(SEASON, accounts, amounts, proofs);
    }
}
